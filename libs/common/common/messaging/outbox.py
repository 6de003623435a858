"""The only way to publish: a row in the caller's transaction. What is rolled back was never said."""

from contextvars import ContextVar

from opentelemetry import propagate
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.event import Event
from common.logging import correlation_id
from common.messaging.envelope import Envelope, seal

causation: ContextVar[str | None] = ContextVar("causation", default=None)
"""The id of the event that is being reacted to, if any."""

INSERT = text("INSERT INTO outbox (event_id, type, body) VALUES (:event_id, :type, :body)")


async def emit(session: AsyncSession, event: Event, *, sequence: int) -> Envelope:
    """Say that something happened, if and only if the transaction commits.

    Args:
        sequence: the version of the event's subject after this change; consumers use it to put disorder right.
    """
    envelope = seal_here(event, sequence)
    await session.execute(INSERT, {"event_id": envelope.id, "type": envelope.type, "body": envelope.to_json()})
    return envelope


def seal_here(event: Event, sequence: int) -> Envelope:
    """The envelope of an event said in the present request or reaction."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return seal(
        event,
        sequence=sequence,
        correlation_id=correlation_id(),
        causation_id=causation.get(),
        traceparent=carrier.get("traceparent"),
    )
