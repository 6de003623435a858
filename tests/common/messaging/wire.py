"""The toy service with a bus: says numbers through its outbox, hears them through its inbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from uuid import UUID, uuid4

from sqlalchemy import text

from common.messaging.bus import Bus, Outgoing
from common.messaging.envelope import Envelope, seal
from common.messaging.outbox import emit
from common.messaging.relay import Relay
from common.service import Context, Worker
from tests.support.toy.service import NumberSaid, toy

RETRY_DELAYS = (0.05, 0.1)


class Wire:
    """One toy service, its worker running or not."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.worker = Worker(context)
        self.relay = Relay("toy", context.database, context.bus, poll_seconds=0.1)
        self.failing: set[int] = set()
        context.resources = SimpleNamespace(failing=self.failing)

    @property
    def bus(self) -> Bus:
        return self.context.bus

    async def say(self, *values: int, number_id: UUID | None = None, sequence: int = 1) -> None:
        """Commit events into the outbox."""
        async with self.context.database.transaction() as session:
            for value in values:
                await emit(session, NumberSaid(number_id=number_id or uuid4(), value=value), sequence=sequence)

    async def publish(self, *envelopes: Envelope) -> None:
        """Hand envelopes to the bus directly, as a relay does that repeats itself."""
        await self.publish_bodies(*[(str(e.id), e.to_json()) for e in envelopes])

    async def publish_bodies(self, *bodies: tuple[str, bytes]) -> None:
        batch = [Outgoing(i, event_id, NumberSaid.type, body, 0) for i, (event_id, body) in enumerate(bodies)]
        await self.bus.publish(batch)

    async def heard(self) -> list[int]:
        """Every effect there was, sorted."""
        async with self.context.database.transaction() as session:
            return sorted((await session.execute(text("SELECT value FROM heard"))).scalars())

    async def latest(self, number_id: UUID) -> int | None:
        """The read copy's value."""
        async with self.context.database.transaction() as session:
            return await session.scalar(text("SELECT value FROM latest WHERE number_id = :id"), {"id": number_id})

    async def waiting(self) -> int:
        """How much is still in the outbox."""
        async with self.context.database.transaction() as session:
            return await session.scalar(text("SELECT count(*) FROM outbox")) or 0

    async def dead(self) -> list[str]:
        """Reasons of the dead letters."""
        return [letter.reason for letter in await self.bus.dead_letters(self.worker.consumer).all()]

    @asynccontextmanager
    async def working(self, workers: int = 1) -> AsyncIterator[None]:
        """Relays and consumers run during the block."""
        consumer = self.worker.consumer
        await self.bus.declare(consumer)
        tasks = [asyncio.create_task(self.relay.run()) for _ in range(workers)]
        tasks += [asyncio.create_task(self.bus.consume(consumer)) for _ in range(workers)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def said(value: int, *, number_id: UUID | None = None, sequence: int = 1) -> Envelope:
    """An envelope as the toy's outbox makes it."""
    event = NumberSaid(number_id=number_id or uuid4(), value=value)
    return seal(event, sequence=sequence, correlation_id="c", causation_id=None)


@asynccontextmanager
async def wired(dsn: str, bus: dict) -> AsyncIterator[Wire]:
    """A toy service over a database and the bus that the settings name."""
    settings = toy.settings(
        database={"url": dsn, "pool_size": 10},
        tokens={"client_secret": "x"},
        bus={"retry_delays": RETRY_DELAYS, **bus},
    )
    async with toy.open(settings) as context:
        yield Wire(context)
