"""The only way to publish: a row in the caller's transaction. What is rolled back was never said."""

from collections.abc import Iterable
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

INSERT_MANY = text(
    "INSERT INTO outbox (event_id, type, body)"
    " SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:bodies AS bytea[]))"
)


async def emit(session: AsyncSession, event: Event, *, sequence: int) -> Envelope:
    """Say that something happened, if and only if the transaction commits.

    Args:
        sequence: the version of the event's subject after this change; consumers use it to put disorder right.
    """
    envelope = seal_here(event, sequence)
    await session.execute(INSERT, {"event_id": envelope.id, "type": envelope.type, "body": envelope.to_json()})
    return envelope


async def emit_all(session: AsyncSession, said: Iterable[tuple[Event, int]]) -> None:
    """Say many things in one statement: events with their sequences, as `emit` takes them."""
    envelopes = [seal_here(event, sequence) for event, sequence in said]
    if envelopes:
        ids, types = [envelope.id for envelope in envelopes], [envelope.type for envelope in envelopes]
        bodies = [envelope.to_json() for envelope in envelopes]
        await session.execute(INSERT_MANY, {"ids": ids, "types": types, "bodies": bodies})


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
