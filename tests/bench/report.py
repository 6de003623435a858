"""What is printed."""

import os
from collections.abc import Sequence

from tests.bench.cases import Bench
from tests.bench.measuring import CONNECTIONS, OURS, Result
from tests.bench.people import get
from tests.bench.said import Script

BIGGEST_SCHOOL = "SELECT school_code FROM agreements GROUP BY school_code ORDER BY count(*) DESC LIMIT 1"


def conditions(api: float, worker: float) -> None:
    """Under what the numbers hold."""
    print(
        f"{os.cpu_count()} cores, shared by PostgreSQL, one API process and the load generator ({CONNECTIONS}"
        f" connections, kept alive);\nof the expiry one worker, and pgbench with one client. Per second and ms are of"
        f" requests; of expiry, of batches.\nAccepting needs a code, which each way reads and uses up.\n"
        f"just started: one API process {api:.0f} MiB, one worker {worker:.0f} MiB"
    )


def heading(version: str) -> None:
    """Above the lines."""
    print(f"{version.split(' on ')[0]}, durable: fsync = on, synchronous_commit = on; all else as embedded\n")
    print(f"{'use case':<15}{'way':<9}{'per second':>11}{'p50 ms':>9}{'p99 ms':>9}{'cpu ms':>8}{'MiB':>6}  ratio")


def lines(results: Sequence[Result]) -> None:
    """One use case, with the ratios of ours."""
    others = {result.way: result.per_second for result in results}
    for result in results:
        memory = f"{result.megabytes:.0f}" if result.megabytes else ""
        cpu = f"{result.cpu_milliseconds:.2f}" if result.cpu_milliseconds else ""
        told = [result.note] if result.note else []
        if result.way in OURS:
            ratios = [f"{result.per_second / others['pgbench']:.2f} of pgbench"]
            told = [*ratios, f"{result.per_second / others['usual']:.1f} x usual", *told]
        print(
            f"{result.use_case:<15}{result.way:<9}{result.per_second:>11.1f}{result.at(0.5):>9.2f}"
            f"{result.at(0.99):>9.2f}{cpu:>8}{memory:>6}  {', '.join(told)}",
            flush=True,
        )


async def list_plan(bench: Bench) -> None:
    """A reviewer's list of 50 at the largest school, asked over HTTP, as the database does what the service said."""
    school = await bench.connection.fetchval(BIGGEST_SCHOOL)
    request = get("/v1/agreements?status=in_review&limit=50", bench.people.school(school))
    said = bench.recorder.record(lambda: bench.wire.drive(bench.servers.api.port, [request], 60, 1))
    [listed] = [line for line in Script(0, {}).lines(said) if "FROM agreements" in line and " LIMIT " in line]
    print(f"\nA reviewer's list of 50 at the largest school:\n{listed.partition(' FROM ')[2]}")
    for row in await bench.connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {listed}"):
        print(f"  {row[0]}")
