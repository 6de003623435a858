"""Names and arguments of a consumer's queues. A live queue's arguments cannot change, so they are few and fixed."""

from dataclasses import dataclass
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel

from common.messaging.retries import retry_delay

EXCHANGE = "wangqian.events"
DELIVERY_LIMIT = 20
"""How often a message may come back because workers died over it; then it is a dead letter. 4.x has this by default
and would drop the message where no dead-letter queue is set; 3.10 has no default."""


@dataclass(frozen=True)
class Topology:
    """`wangqian.<service>`, its retry queues `….retry.<seconds>s` and its dead letters `….dead`."""

    consumer: str
    types: tuple[str, ...]
    retry_delays: tuple[float, ...]

    @property
    def queue(self) -> str:
        """The main queue."""
        return f"wangqian.{self.consumer}"

    @property
    def dead(self) -> str:
        """Where given-up messages lie."""
        return f"{self.queue}.dead"

    def retry_queue(self, delay: float) -> str:
        """Where a message waits so many seconds before it comes back."""
        return f"{self.queue}.retry.{delay:g}s"

    def next_stop(self, attempt: int, patient: bool = False) -> str:
        """Where a message goes that has failed `attempt` times before and now again.

        `patient`: something it needs is away, so it waits for that however long it takes.
        """
        delay = retry_delay(self.retry_delays, attempt, patient)
        return self.dead if delay is None else self.retry_queue(delay)

    async def declare(self, channel: AbstractChannel) -> None:
        """Make everything exist; harmless when it does."""
        exchange = await self.declare_exchange(channel)
        await channel.declare_queue(self.dead, durable=True, arguments=_quorum())
        for delay in self.retry_delays:
            arguments = _quorum(dead_letter_to=self.queue) | {"x-message-ttl": int(delay * 1000)}
            await channel.declare_queue(self.retry_queue(delay), durable=True, arguments=arguments)
        limited = _quorum(dead_letter_to=self.dead) | {"x-delivery-limit": DELIVERY_LIMIT}
        queue = await channel.declare_queue(self.queue, durable=True, arguments=limited)
        for event_type in self.types:
            await queue.bind(exchange, routing_key=event_type)

    @staticmethod
    async def declare_exchange(channel: AbstractChannel) -> Any:
        """The one exchange of all events."""
        return await channel.declare_exchange(EXCHANGE, ExchangeType.TOPIC, durable=True)


def _quorum(dead_letter_to: str | None = None) -> dict[str, Any]:
    """Replicated, durable; what is dead-lettered is moved only once the target has it."""
    arguments: dict[str, Any] = {"x-queue-type": "quorum"}
    if dead_letter_to is not None:
        arguments |= {
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead_letter_to,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        }
    return arguments
