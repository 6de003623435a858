"""Runs one server for a parent and ends it when the parent ends, even by `kill -9`.

Started as `python -I guard.py SIGNAL SECONDS COMMAND…` with a pipe as standard input, the lifeline:
- end of file (the parent closed it, or died): SIGNAL to the server's process group, SIGKILL after SECONDS;
- the byte `K`: SIGKILL at once, for tests of crashes.

A pipe and not PR_SET_PDEATHSIG alone, because that one fires when the *thread* that started the child ends, and gives
the server no chance to shut down in order. The server itself has PR_SET_PDEATHSIG on this process, for the case that
this one is killed. Standard library only: it runs outside the project's import path.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def _die_with_guard() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _signal_group(server: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, number)


def _follow_lifeline(server: "subprocess.Popen[bytes]", stop_signal: int, grace_seconds: float) -> None:
    if os.read(0, 1) == b"K":
        _signal_group(server, signal.SIGKILL)
        return
    _signal_group(server, stop_signal)
    last_resort = threading.Timer(grace_seconds, _signal_group, (server, signal.SIGKILL))
    last_resort.daemon = True
    last_resort.start()


def main() -> int:
    stop_signal, grace_seconds, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    server = subprocess.Popen(  # noqa: S603 - the command is the parent's own
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_die_with_guard,  # noqa: PLW1509 - there is one thread yet
    )
    threading.Thread(target=_follow_lifeline, args=(server, stop_signal, grace_seconds), daemon=True).start()
    code = server.wait()
    _signal_group(server, signal.SIGKILL)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
