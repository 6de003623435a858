"""The processes that are measured: PostgreSQL as in production, the API as in production, the usual way beside it."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson

from agreements.service import service
from common.migrations import upgrade
from deploy.embedded.configuration import as_environment
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.process import ServerProcess, free_port

DATABASE = "agreements"
ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
NOBODY = "http://127.0.0.1:9/{service}"
"""Other services are away; signing goes on with the keys that were known last."""


def database(folder: Path) -> EmbeddedPostgres:
    """A durable server (fsync and synchronous_commit on) with a migrated database of agreements."""
    postgres = EmbeddedPostgres(folder / "postgres")
    postgres.start()
    postgres.create_database(DATABASE)
    postgres._psql().execute("postgres", "GRANT pg_checkpoint TO wangqian")
    upgrade(service, postgres.dsn(DATABASE))
    return postgres


class ApiProcess(ServerProcess):
    """One process of a service, started like in production: of the API, or a worker."""

    def __init__(self, name: str, module: str, settings: dict[str, Any], folder: Path, command: str = "api") -> None:
        super().__init__(name, folder / f"{name}.log")
        self.port = free_port()
        self._command = [sys.executable, "-m", module, command, "--port", str(self.port)]
        self._settings = settings

    def serve(self) -> None:
        """Start and wait until it is ready."""
        self.start(self._command, env=os.environ | as_environment(self._settings), cwd=ROOT)
        self.wait_until(self._ready, START_SECONDS)

    def megabytes(self) -> float:
        """Resident memory now, of the server itself and not of its guard."""
        return max(resident(pid) for pid in self._pids())

    def cpu_seconds(self) -> float:
        """What the server has computed since it was started: unlike times, this bears a busy machine."""
        return max(_computed(pid) for pid in self._pids())

    def _pids(self) -> list[int]:
        return _processes_with(f"--port\0{self.port}\0")

    def _ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/health/ready").is_success
        return False


@dataclass(frozen=True)
class Servers:
    """Everything that runs."""

    folder: Path
    postgres: EmbeddedPostgres
    settings: dict[str, Any]
    """Of the API, of the usual way and of the worker."""
    api: ApiProcess
    usual: ApiProcess

    @property
    def dsn(self) -> str:
        """The database."""
        return self.postgres.dsn(DATABASE)


def work_for(way: str, settings: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Let a worker process of its own expire for so long; what it tells (`tests.bench.worker`).

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, "-m", "tests.bench.worker", way, str(seconds)]
    environment = os.environ | as_environment(settings)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    told: dict[str, Any] = orjson.loads(done.stdout)
    return told


def _processes_with(argument: str) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and argument.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def resident(pid: int) -> float:
    """Memory of a process now, MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _computed(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
