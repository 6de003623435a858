"""`make bench-signing SIZES="10000 100000 1000000" SECONDS=5`.

Everything is measured in one run on one machine, whose cores PostgreSQL, the API process and the load generator share;
only the ratios within the run mean anything. Nothing that was started is left running.
"""

import argparse
import asyncio
import base64
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncpg

from common.crypto import Cipher
from common.settings import CipherSettings
from tests.bench import report, verdicts
from tests.bench.cases import CASES, Bench
from tests.bench.measuring import Recorder, Result, Wire
from tests.bench.people import People
from tests.bench.population import Population
from tests.bench.servers import DATABASE, NOBODY, ApiProcess, Servers, database

CIPHER = {"keys": {"1": base64.b64encode(b"k" * 32).decode()}, "index_key": base64.b64encode(b"i" * 32).decode()}


def run(sizes: Sequence[int], seconds: float, only: Sequence[str]) -> None:
    """Start what is measured, measure, stop it."""
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)  # PostgreSQL runs as another user if we are root
        postgres = database(folder)
        stack.callback(postgres.stop)
        settings = _settings(postgres.dsn(DATABASE))
        api = _started(stack, ApiProcess("api", "agreements", settings, folder))
        usual = _started(stack, ApiProcess("usual", "tests.bench.orm", settings, folder))
        servers = Servers(folder, postgres, settings, api, usual)
        report.conditions(api.megabytes(), _idle_worker(settings, folder))
        try:
            asyncio.run(measure(servers, sizes, seconds, only))
        except RuntimeError as fault:
            fault.add_note("\n".join(process.tail() for process in (api, usual)))  # their folder goes with the run
            raise
    print(f"\n{time.monotonic() - started:.0f} s in all")


async def measure(servers: Servers, sizes: Sequence[int], seconds: float, only: Sequence[str]) -> None:
    """Load and measure, the smallest first; the larger ones are loaded on top."""
    connection = await asyncpg.connect(servers.dsn)
    population = Population(connection, Cipher(CipherSettings.model_validate(CIPHER)))
    people = People()
    await people.be_known(connection)
    await population.prepare()
    recorder = Recorder(servers.postgres, servers.folder / "postgres" / "postgres.log")
    bench = Bench(servers, connection, population, people, Wire(servers.folder), recorder, seconds)
    report.heading(await connection.fetchval("SELECT version()"))
    results: list[Result] = []
    loaded = 0
    for size in sizes:
        before = time.monotonic()
        await population.past(size - loaded)
        await population.settle()
        loaded = size
        print(f"\n{size} agreements, loaded in {time.monotonic() - before:.0f} s", flush=True)
        results += await _measure_all(bench, size, only)
    await report.list_plan(bench)
    await connection.close()
    verdicts.table(results)


async def _measure_all(bench: Bench, size: int, only: Sequence[str]) -> list[Result]:
    measured = []
    for name in only or CASES:
        results = await CASES[name](bench, size)
        report.lines(results)
        measured += results
    return measured


def _idle_worker(settings: dict[str, Any], folder: Path) -> float:
    """Memory of a worker that was just started. It is stopped again, or its clock would take part."""
    worker = ApiProcess("worker", "agreements", settings, folder, "worker")
    worker.serve()
    try:
        return worker.megabytes()
    finally:
        worker.stop()


def _settings(dsn: str) -> dict[str, Any]:
    return {
        "database": {"url": dsn},
        "tokens": {"client_secret": "unused"},
        "bus": {"kind": "local"},
        "cipher": CIPHER,
        "acceptance_code": {"mode": "required"},  # each way reads it and uses it up
        "peer_url": NOBODY,
        "log_level": "INFO",
        "log_format": "json",
    }


def _started(stack: ExitStack, process: ApiProcess) -> ApiProcess:
    process.serve()
    stack.callback(process.stop)
    return process


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--only", nargs="*", default=[], choices=CASES, help=", ".join(CASES))
    given = parser.parse_args()
    run(sorted(given.sizes), given.seconds, given.only)


if __name__ == "__main__":
    main()
