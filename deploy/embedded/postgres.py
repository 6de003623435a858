"""PostgreSQL 18 from a wheel, over one folder."""

import os
import re
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from deploy.embedded.privileges import Account
from deploy.embedded.process import FolderLock, ServerDidNotStart, ServerProcess, accepts_connections, free_port
from deploy.embedded.psql import Psql, binaries, plain_environment

_ROLE = "wangqian"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_PORT_ATTEMPTS = 3
# Tests throw their data away, so nothing of it is forced to the disk.
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    # A vacuuming worker keeps a database from being dropped, and nothing here lives long enough to need one.
    "autovacuum": "off",
}


class EmbeddedPostgres:
    """One PostgreSQL server on a port of 127.0.0.1, with its data, log and password in one folder.

    Databases belong to the ordinary role `wangqian`, so that what needs a superuser fails here as it does in
    production. Sorting and case are those of C.UTF-8, built in, the same on every machine.
    """

    def __init__(
        self, folder: Path, *, port: int | None = None, durable: bool = True, max_connections: int = 100
    ) -> None:
        """`port`: None picks a free one. `durable=False` is for tests: a crash of the machine may lose data."""
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._fixed_port = port
        self._port = port or 0
        self._durable = durable
        self._max_connections = max_connections
        self._account = Account("postgres", "nobody")
        # SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nobody is waited for.
        self._process = ServerProcess("PostgreSQL", self._folder / "postgres.log", stop_signal=signal.SIGINT)

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        """Create the cluster if it is new, start the server, wait until it answers.

        Raises: FolderInUse, ServerDidNotStart.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            try:
                self._start_once()
            except ServerDidNotStart as failure:
                if attempt == _PORT_ATTEMPTS or not self._is_passing(str(failure)):
                    raise
            else:
                return

    def stop(self) -> None:
        self._process.stop()

    def kill(self) -> None:
        """End the server as a power cut would; the next `start` recovers."""
        self._process.kill()

    def dsn(self, database: str) -> str:
        """`postgresql://wangqian:<password>@127.0.0.1:<port>/<database>`, for asyncpg and libpq."""
        return f"postgresql://{_ROLE}:{self._password()}@127.0.0.1:{self._port}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Create a database unless it exists; `template` is copied, and nobody may be connected to that one."""
        if self._exists(_checked(name)):
            return
        copied = f' TEMPLATE "{_checked(template)}"' if template else ""
        self._psql().execute(_ROLE, f'CREATE DATABASE "{name}"{copied}')

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, ending whoever is connected to it."""
        self._psql().execute(_ROLE, f'DROP DATABASE IF EXISTS "{_checked(name)}" WITH (FORCE)')

    def _start_once(self) -> None:
        lock = FolderLock(self._folder).acquire()
        try:
            self._prepare_cluster()
        except BaseException:
            os.close(lock)
            raise
        self._port = self._port or free_port()
        server = str(binaries() / "postgres")
        command = [*self._account.prefix, server, "-D", str(self._data), *self._settings()]
        self._process.start(command, env=plain_environment(), cwd=self._folder, lock=lock)
        self._process.wait_until(self._answers, seconds=60)
        self._ensure_role()

    def _prepare_cluster(self) -> None:
        self._remove_stale_pid_file()
        if (self._data / "PG_VERSION").exists():
            return
        # Made beside and renamed when complete: a first start that is killed half-way leaves nothing that looks whole.
        unfinished = self._folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._account.own([unfinished])
        self._initdb(unfinished)
        unfinished.rename(self._data)

    def _initdb(self, data: Path) -> None:
        # Passwords, not trust: on 127.0.0.1 trust would make every user of this machine our superuser, who can run
        # programs as us. The random password is in a file that only we can read.
        password_file = self._folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
        command = [
            *(*self._account.prefix, str(binaries() / "initdb"), "-D", str(data), "-U", "postgres"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *([] if self._durable else ["--no-sync"]),
        ]
        made = subprocess.run(  # noqa: S603 - our own program
            command, env=plain_environment(), cwd=self._folder, capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise ServerDidNotStart(f"initdb failed over {self._folder}:\n{made.stdout}{made.stderr}")

    def _settings(self) -> list[str]:
        settings = {
            "port": str(self._port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": str(self._max_connections),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            # The password is random, so stretching it protects nothing and would slow down every connection.
            "scram_iterations": "1",
            **({} if self._durable else _THROWAWAY),
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _remove_stale_pid_file(self) -> None:
        """Remove the pid file of a killed server when its number now belongs to some other program.

        PostgreSQL keeps off as long as the process exists, whatever it is; after a restart of the machine or
        container that can be anything. We hold the folder's lock, so no server of ours is running.
        """
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        program = Path("/proc") / pid / "cmdline"
        if pid and program.exists() and str(self._data).encode() in program.read_bytes():
            return
        pid_file.unlink()

    def _is_passing(self, failure: str) -> bool:
        """Whether another attempt may succeed: a port taken meanwhile, or a crashed server's last processes."""
        port_taken = self._fixed_port is None and "Address already in use" in failure
        return port_taken or "pre-existing shared memory block" in failure

    def _answers(self) -> bool:
        return accepts_connections(self._port) and self._psql().answers()

    def _ensure_role(self) -> None:
        if self._psql().execute("postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{_ROLE}'"):
            return
        self._psql().execute("postgres", f"CREATE ROLE {_ROLE} LOGIN CREATEDB PASSWORD '{self._password()}'")

    def _exists(self, database: str) -> bool:
        return bool(self._psql().execute(_ROLE, f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def _psql(self) -> Psql:
        return Psql(self._port, self._password())

    def _password(self) -> str:
        return (self._folder / "password").read_text().strip()


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a database name: lower-case letters, digits and _, at most 63")
    return name
