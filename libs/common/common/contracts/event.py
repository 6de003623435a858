"""The base of all events, and the list of them."""

from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

REGISTRY: dict[str, type["Event"]] = {}


class Event(BaseModel):
    """A fact in the past tense. `type` is the routing key: `<service>.<aggregate>.<past-tense>.v<N>`.

    Payloads hold ids, codes and what consumers need; never ID numbers, phone numbers or bank accounts.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    subject_field: ClassVar[str]
    """Which field names the aggregate that the event's `sequence` counts."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        REGISTRY[cls.type] = cls

    @property
    def subject(self) -> str:
        """The aggregate this happened to."""
        return str(getattr(self, self.subject_field))

    @classmethod
    def producer(cls) -> str:
        """The one service that says this."""
        return cls.type.split(".", 1)[0]


AnyEvent = TypeVar("AnyEvent", bound=Event)


def event_class(event_type: str) -> type[Event] | None:
    """The contract of an event type, if this build knows it."""
    return REGISTRY.get(event_type)
