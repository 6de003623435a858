"""A worker that does nothing but expire, so that its batches can be timed: `python -m tests.bench.worker WAY SECONDS`.

The same rounds as the real worker's (`common.jobs.run_round`): batch after batch, each a transaction, until nothing is
left or the time is over. The first batch warms it up and is not counted.
"""

import os
import sys
import time
from typing import Any

import orjson
import uvloop

from agreements.service import service
from common.jobs import Work
from common.messaging.local import LocalBus
from common.service import Context
from tests.bench.servers import resident


def work_of(way: str) -> Work:
    """What does a batch. The usual way is loaded only where it works, for the sake of the other's memory."""
    if way == "usual":
        from tests.bench.orm.use_cases import expire_overdue

        return expire_overdue
    [job] = [job for job in service.jobs.all if job.name == "expire_invitations"]
    return job.work


async def expire(way: str, seconds: float) -> dict[str, Any]:
    """Work for so long. Returns the time of each batch, how many rows they had, and what the process took."""
    settings: Any = service.settings
    work = work_of(way)
    async with service.open(settings(), LocalBus()) as context:
        await _batch(work, context)
        batches: list[tuple[int, float]] = []
        cpu, until = time.process_time(), time.perf_counter() + seconds
        while time.perf_counter() < until and (batch := await _batch(work, context))[0]:
            batches.append(batch)
        cpu = time.process_time() - cpu
    return {
        "rows": sum(rows for rows, _ in batches),
        "milliseconds": [milliseconds for _, milliseconds in batches],
        "cpu_seconds": cpu,
        "megabytes": resident(os.getpid()),
    }


async def _batch(work: Work, context: Context) -> tuple[int, float]:
    started = time.perf_counter()
    async with context.database.transaction() as session:
        rows = await work(session, context)
    return rows, (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    way, seconds = sys.argv[1:]
    sys.stdout.buffer.write(orjson.dumps(uvloop.run(expire(way, float(seconds)))))
