"""The bus of the embedded run: the same envelopes to the same reactions, inside one process.

It keeps nothing of its own. An event leaves its outbox only after every local inbox has committed (or has buried it),
so a crash at any point repeats and the inboxes skip what they had.
"""

import asyncio
from collections.abc import Sequence

from common.logging import get_logger
from common.messaging.bus import Delivered, Outcome, Outgoing, Postponed
from common.messaging.consumer import Consumer, Dead, TryAgain
from common.messaging.dead_letters import DeadLetter, TableDeadLetters
from common.metrics import DEAD_LETTERED

log = get_logger(__name__)

WORKING_AT_ONCE = 16


class LocalBus:
    """All consumers are declared before the first relay starts; from then on nothing misses them."""

    def __init__(self, retry_delays: Sequence[float] = (1, 10, 60, 600, 3600)) -> None:
        self._consumers: dict[str, Consumer] = {}
        self._retry_delays = tuple(retry_delays)
        self._room = asyncio.Semaphore(WORKING_AT_ONCE)

    async def declare(self, consumer: Consumer) -> None:
        """Know a consumer."""
        self._consumers[consumer.name] = consumer

    async def publish(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Let every listening consumer work on each event."""
        return await asyncio.gather(*(self._deliver(message) for message in batch))

    async def consume(self, consumer: Consumer) -> None:
        """Deliveries happen while publishing, so there is nothing to wait for."""
        await asyncio.Event().wait()

    def healthy(self, consumer: Consumer) -> bool:
        """A declared consumer cannot lose its subscription."""
        return consumer.name in self._consumers

    def dead_letters(self, consumer: Consumer) -> TableDeadLetters:
        """Kept in the consumer's own database."""

        async def work_on(body: bytes) -> str | None:
            verdict = await asyncio.create_task(consumer.work_on(body, attempt=0))
            return verdict.reason if isinstance(verdict, Dead | TryAgain) else None

        return TableDeadLetters(consumer.context.database, consumer.name, work_on)

    async def close(self) -> None:
        """Nothing is held."""

    async def _deliver(self, message: Outgoing) -> Outcome:
        listening = [c for c in self._consumers.values() if message.type in c.types]
        # A task of its own for each, so that one's log context never shows in another's.
        outcomes = await asyncio.gather(*(asyncio.create_task(self._hand_to(c, message)) for c in listening))
        waiting = [outcome for outcome in outcomes if isinstance(outcome, Postponed)]
        return waiting[0] if waiting else Delivered()

    async def _hand_to(self, consumer: Consumer, message: Outgoing) -> Outcome:
        async with self._room:
            verdict = await consumer.work_on(message.body, message.attempts)
        if isinstance(verdict, TryAgain) and message.attempts < len(self._retry_delays):
            return Postponed(self._retry_delays[message.attempts], verdict.reason)
        if isinstance(verdict, Dead | TryAgain):
            letter = DeadLetter(message.event_id, message.type, verdict.reason, message.attempts, message.body)
            await self.dead_letters(consumer).bury(letter)
            DEAD_LETTERED.labels(consumer.name).inc()
            log.error("dead letter", consumer=consumer.name, event_id=message.event_id, reason=verdict.reason)
        return Delivered()
