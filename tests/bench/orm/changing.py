"""What every use case ends with, the usual way: one entity changed, two added."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.database import Base
from agreements.records.commands import NOTHING, Told, changes
from agreements.records.states import Change, chain
from agreements.records.tables import Agreement, HistoryRow
from common.messaging.outbox import seal_here


class Outbox(Base):
    """The outbox as an entity."""

    __table__ = Base.metadata.tables["outbox"]


def begin(session: AsyncSession, change: Change, values: Mapping[str, Any]) -> Agreement:
    """The first version of an agreement."""
    agreement = Agreement(**changes._first(change, values))
    session.add(agreement)
    _record(session, agreement, change, NOTHING, chain.before_first(agreement.id), before=None, at_step=None)
    return agreement


async def carry_out(
    session: AsyncSession, agreement: Agreement, change: Change, told: Told = NOTHING, **values: Any
) -> None:
    """The next version of a locked agreement."""
    before, at_step = agreement.status, agreement.review_step
    for column, value in (changes._standing(change, agreement.deadline) | values).items():
        setattr(agreement, column, value)
    last = select(HistoryRow).where(HistoryRow.agreement_id == agreement.id, HistoryRow.version == agreement.version)
    previous = (await session.scalars(last)).one().sha256
    agreement.version += 1
    _record(session, agreement, change, told, previous, before=before, at_step=at_step)


def _record(
    session: AsyncSession,
    agreement: Agreement,
    change: Change,
    told: Told,
    previous: str,
    *,
    before: str | None,
    at_step: str | None,
) -> None:
    row = changes._row(agreement, change, told, before=before, at_step=at_step)
    hashed = chain.link_hash(previous, chain.content_of(**{k: v for k, v in row.items() if k != "agreement_id"}))
    session.add(HistoryRow(previous_sha256=previous, sha256=hashed, **row))
    envelope = seal_here(changes._event(agreement, change, told, at_step), agreement.version)
    session.add(Outbox(event_id=envelope.id, type=envelope.type, body=envelope.to_json()))
