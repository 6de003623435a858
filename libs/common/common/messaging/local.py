"""The bus of the embedded run: the same envelopes to the same reactions, inside one process.

It keeps nothing of its own. An event leaves its outbox only after every local inbox has committed (or has buried it),
so a crash at any point repeats and the inboxes skip what they had.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

from common.logging import get_logger
from common.messaging.bus import Delivered, Outcome, Outgoing, Postponed
from common.messaging.consumer import Consumer, Dead, TryAgain
from common.messaging.dead_letters import DeadLetter, TableDeadLetters
from common.messaging.retries import retry_delay
from common.metrics import DEAD_LETTERED

log = get_logger(__name__)

WORKING_AT_ONCE = 16
UNHEARD_RETRY_SECONDS = 5


class LocalBus:
    """All consumers are declared before the first relay starts; from then on nothing misses them.

    An event's transaction in the outbox stays open while it is worked on, so it is claimed alone, in several lanes.
    """

    batch = 1
    lanes = 8

    def __init__(self, retry_delays: Sequence[float] = (1, 10, 60, 600, 3600)) -> None:
        self._consumers: dict[str, Consumer] = {}
        self._retry_delays = tuple(retry_delays)
        self._room = asyncio.Semaphore(WORKING_AT_ONCE)
        self._failed: Counter[tuple[str, str]] = Counter()
        """How often a consumer has failed at an event. Forgotten at a restart: then it is tried afresh."""

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
        if not listening:
            return Postponed(UNHEARD_RETRY_SECONDS, f"nobody in this process listens to {message.type}")
        # A task of its own for each, so that one's log context never shows in another's.
        outcomes = await asyncio.gather(*(asyncio.create_task(self._hand_to(c, message)) for c in listening))
        waiting = [outcome for outcome in outcomes if isinstance(outcome, Postponed)]
        return min(waiting, key=lambda outcome: outcome.seconds) if waiting else Delivered()

    async def _hand_to(self, consumer: Consumer, message: Outgoing) -> Outcome:
        key = (consumer.name, message.event_id)
        async with self._room:
            verdict = await consumer.work_on(message.body, self._failed[key])
        if isinstance(verdict, TryAgain):
            delay = retry_delay(self._retry_delays, self._failed[key], verdict.patient)
            self._failed[key] += 1
            if delay is not None:
                return Postponed(delay, verdict.reason)
        if isinstance(verdict, Dead | TryAgain):
            await self._bury(consumer, message, verdict.reason)
        self._failed.pop(key, None)
        return Delivered()

    async def _bury(self, consumer: Consumer, message: Outgoing, reason: str) -> None:
        tries = self._failed[consumer.name, message.event_id]
        await self.dead_letters(consumer).bury(DeadLetter(message.event_id, message.type, reason, tries, message.body))
        DEAD_LETTERED.labels(consumer.name).inc()
        log.error("dead letter", consumer=consumer.name, event_id=message.event_id, reason=reason)
