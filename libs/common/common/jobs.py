"""What a service does by the clock. Any number of workers may run the same job: its SQL claims rows for itself."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from common.cancelling import stop_if_cancelled
from common.logging import bind_contextvars, clear_contextvars, get_logger
from common.metrics import JOB_RUNS

if TYPE_CHECKING:
    from common.service import Context

log = get_logger(__name__)

Work = Callable[[AsyncSession, "Context"], Awaitable[int]]
"""Does one batch in one transaction and returns how many rows it worked on; 0 ends this round."""


@dataclass(frozen=True)
class Job:
    """One kind of clock work."""

    name: str
    seconds: float
    work: Work


class Jobs:
    """A service's jobs. `@jobs.every(seconds=5)` adds one."""

    def __init__(self) -> None:
        self.all: list[Job] = []

    def every(self, seconds: float) -> Callable[[Work], Work]:
        """Run again so many seconds after a round ended."""

        def register(work: Work) -> Work:
            self.all.append(Job(work.__name__, seconds, work))
            return work

        return register

    def include(self, other: "Jobs") -> None:
        """Take over the jobs of another module."""
        self.all.extend(other.all)


async def run_round(job: Job, context: "Context") -> int:
    """Batches until there is nothing left to do now. Returns how many rows were worked on."""
    total = 0
    while True:
        async with context.database.transaction() as session:
            worked = await job.work(session, context)
        total += worked
        if worked == 0:
            return total


async def run_forever(job: Job, context: "Context") -> None:
    """Rounds until cancelled; a failing round is told and tried again."""
    while True:
        clear_contextvars()
        bind_contextvars(job=job.name)
        try:
            await run_round(job, context)
            JOB_RUNS.labels(context.name, job.name, "done").inc()
        except Exception as fault:  # a job outlives whatever stops one round of it
            stop_if_cancelled()
            log.warning("job round failed", exc_info=fault)
            JOB_RUNS.labels(context.name, job.name, "failed").inc()
        stop_if_cancelled()
        await asyncio.sleep(job.seconds)
