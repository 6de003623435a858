"""What a service does when another one says something."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.event import Event
from common.messaging.envelope import Envelope

if TYPE_CHECKING:
    from common.service import Context

AnyEvent = TypeVar("AnyEvent", bound=Event)


class Poison(Exception):
    """The message can never be worked on: it goes to the dead letters at once, with this reason."""


@dataclass(frozen=True)
class Delivery:
    """What a reaction is given beside the event: its transaction, the envelope, the running service's parts."""

    session: AsyncSession
    envelope: Envelope
    context: "Context"

    @property
    def sequence(self) -> int:
        """The version of the event's subject."""
        return self.envelope.sequence


Reaction = Callable[[Any, Delivery], Awaitable[None]]


class Reactions:
    """A service's reactions by event type. `@reactions.on(EmployerVerified)` adds one."""

    def __init__(self) -> None:
        self._by_type: dict[str, list[Reaction]] = {}

    def on(
        self, *events: type[AnyEvent]
    ) -> Callable[[Callable[[AnyEvent, Delivery], Awaitable[None]]], Callable[[AnyEvent, Delivery], Awaitable[None]]]:
        """Register a reaction to one or more events."""

        def register(
            reaction: Callable[[AnyEvent, Delivery], Awaitable[None]],
        ) -> Callable[[AnyEvent, Delivery], Awaitable[None]]:
            for event in events:
                self._by_type.setdefault(event.type, []).append(reaction)
            return reaction

        return register

    def include(self, other: "Reactions") -> None:
        """Take over the reactions of another module."""
        for event_type, reactions in other._by_type.items():  # noqa: SLF001 - the same class
            self._by_type.setdefault(event_type, []).extend(reactions)

    @property
    def types(self) -> list[str]:
        """The event types this service listens to."""
        return sorted(self._by_type)

    def to(self, event_type: str) -> list[Reaction]:
        """The reactions to one event type."""
        return self._by_type.get(event_type, [])
