"""One server process under its guard: started, awaited, stopped or killed, its folder locked meanwhile."""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_GUARD = Path(__file__).with_name("guard.py")
_POLL_SECONDS = 0.02
_LOG_KEPT_BYTES = 5_000_000
_TAIL_LINES = 25
_ORPHAN_SECONDS = 40.0
_PORTS = range(20_000, 32_000)
_SHARES = 16
_handed_out: set[int] = set()


class ServerDidNotStart(RuntimeError):
    """The server ended, or did not answer in time. The message carries the end of its log."""


class FolderInUse(RuntimeError):
    """Another process already runs a server over this folder."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment.

    Below the range that outgoing connections take theirs from: a client that retries while a server is down could
    otherwise be given the server's own port, connect to itself, and keep the server from coming back.

    Between this answer and the server's bind others must not be given the same: nobody in this process is, and other
    processes look in another share of the ports.
    """
    share = _PORTS[os.getpid() % _SHARES :: _SHARES]
    while True:
        port = secrets.choice(share)
        if port in _handed_out:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            _handed_out.add(port)
            return port


def accepts_connections(port: int) -> bool:
    """Whether something listens on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class FolderLock:
    """An advisory lock on a folder. The guard inherits it, so it is held exactly as long as the server may run."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"

    def acquire(self) -> int:
        """Return the locked file descriptor.

        A server whose parent has died is waited for while it shuts down. Raises: FolderInUse.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + _ORPHAN_SECONDS
        while not self._try_lock(descriptor):
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            if _is_alive(holder) or time.monotonic() > deadline:
                os.close(descriptor)
                raise FolderInUse(f"{self._path.parent} is in use by process {holder or '?'}. Stop that one first.")
            time.sleep(_POLL_SECONDS)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return descriptor

    @staticmethod
    def _try_lock(descriptor: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False


def _is_alive(pid: str) -> bool:
    return pid.isdigit() and Path("/proc", pid).exists()


class ServerProcess:
    """A server under its guard. `log` collects what it prints; `stop_signal` asks it to end in order."""

    def __init__(
        self,
        name: str,
        log: Path,
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace_seconds: float = 20.0,
    ) -> None:
        self.name = name
        self.log = log
        self._stop_signal = stop_signal
        self._grace_seconds = grace_seconds
        self._guard: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def running(self) -> bool:
        return self._guard is not None and self._guard.poll() is None

    def start(self, command: Sequence[str], *, env: Mapping[str, str], cwd: Path, lock: int | None = None) -> None:
        """Start the command. `lock` is a locked descriptor that the guard takes over; it is closed here."""
        self._rotate_log()
        guard = [sys.executable, "-I", "-S", str(_GUARD), str(int(self._stop_signal)), str(self._grace_seconds)]
        try:
            with self.log.open("ab") as log:
                self._log_start = log.tell()
                self._guard = subprocess.Popen(  # noqa: S603 - our own command
                    [*guard, *command],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=dict(env),
                    cwd=cwd,
                    start_new_session=True,  # Ctrl-C is for the parent, which then stops its servers in order
                    pass_fds=() if lock is None else (lock,),
                )
        finally:
            if lock is not None:
                os.close(lock)

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30.0) -> None:
        """Poll until `ready()`. Raises: ServerDidNotStart, and then nothing is left running."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise ServerDidNotStart(f"{self.name} ended while starting. {self.tail()}")
            if time.monotonic() > deadline:
                self.kill()
                raise ServerDidNotStart(f"{self.name} did not answer within {seconds:.0f} s. {self.tail()}")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Ask the server to end and wait for it; it is killed when its grace is over."""
        self._end(b"")

    def kill(self) -> None:
        """End it as a crash would: SIGKILL to its whole process group."""
        self._end(b"K")

    def _end(self, message: bytes) -> None:
        if self._guard is None or self._guard.stdin is None:
            return
        with suppress(BrokenPipeError):
            self._guard.stdin.write(message)
            self._guard.stdin.flush()
        with suppress(BrokenPipeError):
            self._guard.stdin.close()
        self._guard.wait()
        self._guard = None

    def tail(self) -> str:
        """The end of what this start has printed, for an error message."""
        if not self.log.exists():
            return f"There is no log at {self.log}."
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()[-_TAIL_LINES:]
        return "\n".join([f"The end of {self.log}:", *lines])

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".1"))
