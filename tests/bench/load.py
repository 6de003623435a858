"""The load generator, a process of its own: `python -m tests.bench.load PORT CONNECTIONS SECONDS REQUESTS ANSWERS`.

Requests are made before and sent as they are; each connection is kept alive and sends the next one when it has its
answer. What this costs is told with the result, so that nobody has to believe that the generator was not the limit.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson
import uvloop

SEPARATOR = b"\0"


@dataclass
class Run:
    """What was asked and what came back, in the order in which it was sent."""

    requests: Iterator[tuple[int, bytes]]
    stop_at: float
    keep_answers: bool
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answers: dict[int, str] = field(default_factory=dict)
    last_at: float = 0.0

    def next_request(self) -> tuple[int, bytes] | None:
        """The next one, while there is time."""
        return None if time.perf_counter() >= self.stop_at else next(self.requests, None)


class Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, run: Run, done: asyncio.Future[None]) -> None:
        self._run, self._done = run, done
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        """Take an answer, perhaps in pieces."""
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self._buffer = b""
        self._note(int(head[9:12]), body)
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """The server has ended it, or we have."""
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("the server closed the connection"))

    def _send(self) -> None:
        following = self._run.next_request()
        if following is None:
            self._done.set_result(None)
            self._transport.close()
            return
        self._number, request = following
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _note(self, status: int, body: bytes) -> None:
        run, now = self._run, time.perf_counter()
        run.milliseconds.append((now - self._sent_at) * 1000)
        run.statuses[status] += 1
        run.last_at = now
        if run.keep_answers or status >= 400:
            run.answers[self._number] = body.decode()


async def drive(port: int, connections: int, seconds: float, requests: list[bytes], *, keep_answers: bool) -> Run:
    """Ask until the time is over or everything was asked."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_die)
    run = Run(iter(enumerate(requests)), time.perf_counter() + seconds, keep_answers)
    done: list[asyncio.Future[None]] = [loop.create_future() for _ in range(connections)]
    for end in done:
        await loop.create_connection(lambda end=end: Client(run, end), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*done)
    return run


def _die(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A callback that fails would leave its connection waiting for ever."""
    sys.stderr.write(f"{context}\n")
    sys.stderr.flush()
    os._exit(1)


def main() -> None:
    """Read, drive, tell."""
    port, connections, seconds, requests, answers = sys.argv[1:]
    asked = Path(requests).read_bytes().split(SEPARATOR)
    started, cpu = time.perf_counter(), time.process_time()
    run = uvloop.run(drive(int(port), int(connections), float(seconds), asked, keep_answers=answers != "-"))
    if answers != "-":
        Path(answers).write_bytes(orjson.dumps({str(number): body for number, body in run.answers.items()}))
    refused = next((body for body in run.answers.values()), "") if max(run.statuses, default=0) >= 400 else ""
    told = {
        "seconds": run.last_at - started,
        "cpu_seconds": time.process_time() - cpu,
        "milliseconds": sorted(run.milliseconds),
        "statuses": run.statuses,
        "refused": refused,
    }
    sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS))


if __name__ == "__main__":
    main()
