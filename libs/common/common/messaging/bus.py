"""What a bus has to do; `rabbit` and `local` do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from common.messaging.consumer import Consumer
from common.messaging.dead_letters import DeadLetters


@dataclass(frozen=True)
class Outgoing:
    """One event on its way out of an outbox."""

    id: int
    event_id: str
    type: str
    body: bytes
    attempts: int


@dataclass(frozen=True)
class Delivered:
    """The bus has it for good; the outbox may forget it."""


@dataclass(frozen=True)
class Postponed:
    """Not yet: try again after so many seconds."""

    seconds: float
    reason: str


Outcome = Delivered | Postponed


class BusDown(Exception):
    """The bus as a whole does not answer. Everything stays in the outbox."""


class Bus(Protocol):
    """Carries envelopes from outboxes to inboxes."""

    batch: int
    """How many events a relay claims in one transaction."""
    lanes: int
    """How many such transactions a relay has open at once."""

    async def publish(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Hand over a batch; one outcome for each.

        Raises:
            BusDown: none of them could be handed over.
        """

    async def declare(self, consumer: Consumer) -> None:
        """Make the consumer's queue exist, before anybody publishes."""

    async def consume(self, consumer: Consumer) -> None:
        """Work for a consumer until cancelled, through every interruption."""

    def healthy(self, consumer: Consumer) -> bool:
        """Whether the consumer's subscription is alive."""

    def dead_letters(self, consumer: Consumer) -> DeadLetters:
        """What the consumer has given up."""

    async def close(self) -> None:
        """Let go of all connections."""
