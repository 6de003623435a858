"""Working on one message: read it, do it once, say what is to become of it. The same for both buses."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from opentelemetry import propagate, trace
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError

from common.cancelling import stop_if_cancelled
from common.contracts import events as _all_contracts  # noqa: F401 - makes every event type known
from common.contracts.event import Event, event_class
from common.errors import Unavailable
from common.logging import bind_contextvars, get_logger, without_values
from common.messaging.envelope import Envelope
from common.messaging.outbox import causation
from common.messaging.reactions import Delivery, Poison, Reactions
from common.metrics import EVENTS_CONSUMED

if TYPE_CHECKING:
    from common.service import Context

log = get_logger(__name__)
tracer = trace.get_tracer("wangqian.messaging")

AWAY = (Unavailable, OperationalError, InterfaceError)

RECEIVE = text("INSERT INTO inbox (consumer, event_id) VALUES (:consumer, :event_id) ON CONFLICT DO NOTHING")


@dataclass(frozen=True)
class Done:
    """Worked on, or seen before: it can be forgotten."""

    duplicate: bool = False


@dataclass(frozen=True)
class TryAgain:
    """Failed for a reason that may pass.

    `patient`: something it needs is away (another service, the object store, our own database). That may take a night,
    and the message is not given up for it.
    """

    reason: str
    patient: bool = False


@dataclass(frozen=True)
class Dead:
    """Can never be worked on."""

    reason: str


Verdict = Done | TryAgain | Dead


class Consumer:
    """One service's ear."""

    def __init__(self, context: "Context", reactions: Reactions) -> None:
        self.name = context.name
        self.context = context
        self._reactions = reactions

    @property
    def types(self) -> list[str]:
        """The event types to be bound to the queue."""
        return self._reactions.types

    async def work_on(self, body: bytes, attempt: int) -> Verdict:
        """Work on one message in one transaction, together with its row in the inbox."""
        structlog.contextvars.clear_contextvars()
        try:
            envelope = Envelope.model_validate_json(body)
        except ValidationError as fault:
            return self._count(Dead(f"malformed envelope: {fault.error_count()} faults"), "malformed")
        bind_contextvars(correlation_id=envelope.correlationid, event_id=str(envelope.id), event_type=envelope.type)
        return self._count(await self._work_on_envelope(envelope, attempt), envelope.type)

    async def _work_on_envelope(self, envelope: Envelope, attempt: int) -> Verdict:
        contract = event_class(envelope.type)
        if contract is None:
            return Dead(f"unknown event type {envelope.type}")
        try:
            event = contract.model_validate(envelope.data)
        except ValidationError as fault:
            return Dead(f"data breaks the contract: {fault.errors(include_input=False, include_url=False)}")
        try:
            return await self._react(event, envelope)
        except Poison as poison:
            return Dead(str(poison))
        except asyncio.CancelledError:
            raise
        except Exception as fault:  # whatever a reaction raises decides about its message only
            stop_if_cancelled()
            log.warning("reaction failed", attempt=attempt, exc_info=fault)
            return TryAgain(without_values(fault), patient=isinstance(fault, AWAY))

    async def _react(self, event: Event, envelope: Envelope) -> Verdict:
        token = causation.set(str(envelope.id))
        parent = propagate.extract({"traceparent": envelope.traceparent} if envelope.traceparent else {})
        try:
            with tracer.start_as_current_span(f"{self.name} reacts to {envelope.type}", context=parent):
                async with self.context.database.transaction() as session:
                    received = await session.execute(RECEIVE, {"consumer": self.name, "event_id": envelope.id})
                    if received.rowcount == 0:  # type: ignore[attr-defined]
                        return Done(duplicate=True)
                    delivery = Delivery(session, envelope, self.context)
                    for reaction in self._reactions.to(envelope.type):
                        await reaction(event, delivery)
            return Done()
        finally:
            causation.reset(token)

    def _count(self, verdict: Verdict, event_type: str) -> Verdict:
        EVENTS_CONSUMED.labels(self.name, event_type, type(verdict).__name__).inc()
        return verdict
