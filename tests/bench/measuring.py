"""One measurement: the API, the usual way and pgbench, one after the other, on rows of their own."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from deploy.embedded.postgres import EmbeddedPostgres
from tests.bench.load import SEPARATOR
from tests.bench.said import Statement, statements_in
from tests.bench.servers import ROOT

CONNECTIONS = 16
OURS = ("api", "worker")
"""The ways that are the service's own."""
RELOAD_SECONDS = 0.5
"""Until every session of the server has read its configuration again."""


@dataclass(frozen=True)
class Driven:
    """What the load generator saw."""

    done: int
    seconds: float
    milliseconds: list[float]
    """Sorted."""
    generator: float
    """The part of one core that the generator took."""

    @property
    def per_second(self) -> float:
        """Requests."""
        return self.done / self.seconds


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    use_case: str
    size: int
    way: str
    per_second: float
    milliseconds: list[float]
    note: str = ""
    megabytes: float | None = None
    cpu_milliseconds: float | None = None
    """Of the API process, per request."""

    def at(self, share: float) -> float:
        """The latency below which this share of the requests stayed, in milliseconds."""
        return self.milliseconds[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * share))]


@dataclass
class Wire:
    """Sends requests from the generator's process."""

    folder: Path
    connections: int = CONNECTIONS

    def drive(self, port: int, requests: Sequence[bytes], seconds: float, connections: int | None = None) -> Driven:
        """Ask for so long, or until everything was asked.

        Raises:
            RuntimeError: something was refused; a run with refusals measures nothing.
        """
        return self._run(port, requests, seconds, connections or self.connections, "-")

    def answers(self, port: int, requests: Sequence[bytes]) -> list[bytes]:
        """Ask all, and keep what is answered."""
        path = self.folder / "answers.json"
        self._run(port, requests, 600, self.connections, str(path))
        kept = orjson.loads(path.read_bytes())
        return [kept[str(number)].encode() for number in range(len(requests))]

    def _run(self, port: int, requests: Sequence[bytes], seconds: float, connections: int, answers: str) -> Driven:
        path = self.folder / "requests"
        path.write_bytes(SEPARATOR.join(requests))
        given = [str(port), str(connections), str(seconds), str(path), answers]
        command = [sys.executable, "-m", "tests.bench.load", *given]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode()[-2000:])
        told = orjson.loads(done.stdout)
        refused = {status: number for status, number in told["statuses"].items() if int(status) >= 400}
        if refused:
            raise RuntimeError(f"refused: {refused}, for example {told['refused'][:500]}")
        number = sum(told["statuses"].values())
        return Driven(number, told["seconds"], told["milliseconds"], told["cpu_seconds"] / told["seconds"])


@dataclass
class Recorder:
    """Lets the database log what is said to it while something is done once."""

    postgres: EmbeddedPostgres
    log: Path
    said: list[Statement] = field(default_factory=list)

    def record(self, do: Callable[[], object]) -> list[Statement]:
        """The statements of one use case."""
        self._log_statements("all")
        start = self.log.stat().st_size
        do()
        time.sleep(RELOAD_SECONDS)
        found = statements_in(self.log, start)
        self._log_statements("none")
        return found

    def _log_statements(self, which: str) -> None:
        execute = self.postgres._psql().execute
        execute("postgres", f"ALTER SYSTEM SET log_statement = '{which}'")
        execute("postgres", "SELECT pg_reload_conf()")
        time.sleep(RELOAD_SECONDS)
