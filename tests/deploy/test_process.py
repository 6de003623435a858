"""What is started never outlives the one who started it, and says why when it does not come up."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.testing.eventually import eventually
from deploy.embedded.process import FolderInUse, FolderLock, ServerDidNotStart, ServerProcess

_ENVIRONMENT = {"PATH": os.environ["PATH"]}
_TELLS_ITS_PID = ["sh", "-c", "echo $$ >pid; exec tail -f /dev/null"]
_PARENT = r"""
import os, sys
from pathlib import Path
from deploy.embedded.process import ServerProcess
folder = Path(sys.argv[1])
server = ServerProcess("sample", folder / "log")
server.start(sys.argv[2:], env={"PATH": os.environ["PATH"]}, cwd=folder)
pid = folder / "pid"
server.wait_until(lambda: pid.exists() and pid.read_text().endswith("\n"))
print("started", flush=True)
sys.stdin.read()
"""


def _pid(folder: Path) -> int:
    return int((folder / "pid").read_text())


def _told_its_pid(folder: Path) -> bool:
    return (folder / "pid").exists() and (folder / "pid").read_text().endswith("\n")


def _fields(pid: int) -> list[str]:
    """State, parent and so on, from /proc/<pid>/stat; a process that is gone has the state of a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return ["Z"]


async def _is_gone(pid: int) -> bool:
    return _fields(pid)[0] == "Z"


def _start_under_a_parent_and_kill_it(folder: Path) -> None:
    command = [sys.executable, "-c", _PARENT, str(folder), *_TELLS_ITS_PID]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"started\n"
        parent.send_signal(signal.SIGKILL)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess("sample", tmp_path / "log", grace_seconds=5)
    yield server
    server.kill()


class TestServerProcess:
    async def test_ends_when_its_parent_is_killed(self, tmp_path: Path) -> None:
        _start_under_a_parent_and_kill_it(tmp_path)
        assert await eventually(lambda: _is_gone(_pid(tmp_path)))

    async def test_ends_when_its_guard_is_killed(self, tmp_path: Path, server: ServerProcess) -> None:
        server.start(_TELLS_ITS_PID, env=_ENVIRONMENT, cwd=tmp_path)
        server.wait_until(lambda: _told_its_pid(tmp_path))
        pid = _pid(tmp_path)
        os.kill(int(_fields(pid)[1]), signal.SIGKILL)
        assert await eventually(lambda: _is_gone(pid))

    def test_outlives_the_thread_that_started_it(self, tmp_path: Path, server: ServerProcess) -> None:
        starter = threading.Thread(target=lambda: server.start(_TELLS_ITS_PID, env=_ENVIRONMENT, cwd=tmp_path))
        starter.start()
        starter.join()
        server.wait_until(lambda: _told_its_pid(tmp_path))
        assert server.running

    async def test_kills_a_server_that_does_not_want_to_stop(self, tmp_path: Path) -> None:
        stubborn = ServerProcess("stubborn", tmp_path / "log", grace_seconds=0.1)
        stubborn.start(
            ["sh", "-c", "trap '' TERM; echo $$ >pid; while :; do tail -f /dev/null; done"],
            env=_ENVIRONMENT,
            cwd=tmp_path,
        )
        stubborn.wait_until(lambda: _told_its_pid(tmp_path))
        stubborn.stop()
        assert not stubborn.running

    def test_says_why_it_did_not_come_up(self, tmp_path: Path, server: ServerProcess) -> None:
        server.start(["sh", "-c", "echo no room left >&2; exit 3"], env=_ENVIRONMENT, cwd=tmp_path)
        with pytest.raises(ServerDidNotStart, match=r"sample ended while starting.*(\n.*)*no room left"):
            server.wait_until(lambda: False)

    def test_is_ended_when_it_does_not_answer_in_time(self, tmp_path: Path, server: ServerProcess) -> None:
        server.start(_TELLS_ITS_PID, env=_ENVIRONMENT, cwd=tmp_path)
        with pytest.raises(ServerDidNotStart, match="did not answer"):
            server.wait_until(lambda: False, seconds=0.1)
        assert not server.running


class TestFolderLock:
    def test_is_held_until_the_server_has_ended(self, tmp_path: Path, server: ServerProcess) -> None:
        server.start(_TELLS_ITS_PID, env=_ENVIRONMENT, cwd=tmp_path, lock=FolderLock(tmp_path).acquire())
        with pytest.raises(FolderInUse, match=f"in use by process {os.getpid()}"):
            FolderLock(tmp_path).acquire()
        server.stop()
        os.close(FolderLock(tmp_path).acquire())
