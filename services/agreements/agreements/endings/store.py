"""Every statement on disputes and voidings. Whoever writes has locked the agreement, which orders them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings.states import Outcome
from agreements.endings.tables import IS_DISMISSED, IS_UNDECIDED, Dispute, Voiding


async def add_dispute(session: AsyncSession, **values: Any) -> Dispute:
    """A new case."""
    return (await session.scalars(insert(Dispute).values(**values).returning(Dispute))).one()


async def decide_dispute(session: AsyncSession, agreement_id: UUID, **values: Any) -> None:
    """The end of the agreement's undecided case."""
    await session.execute(update(Dispute).where(Dispute.agreement_id == agreement_id, IS_UNDECIDED).values(**values))


async def lapse_disputes(session: AsyncSession, agreement_ids: Collection[UUID], at: datetime) -> None:
    """Undecided cases of agreements that have ended otherwise."""
    lapsed = update(Dispute).where(Dispute.agreement_id.in_(agreement_ids), IS_UNDECIDED)
    await session.execute(lapsed.values(outcome=Outcome.LAPSED.value, decided_at=at))


async def disputes(session: AsyncSession, agreement_id: UUID) -> Sequence[Dispute]:
    """All cases of an agreement, the latest first."""
    wanted = select(Dispute).where(Dispute.agreement_id == agreement_id).order_by(Dispute.id.desc())
    return (await session.scalars(wanted)).all()


async def dismissed_disputes(session: AsyncSession, agreement_ids: Collection[UUID]) -> Sequence[Dispute]:
    """The cases of several agreements that the school has dismissed, the latest first."""
    wanted = select(Dispute).where(Dispute.agreement_id.in_(agreement_ids), IS_DISMISSED)
    return (await session.scalars(wanted.order_by(Dispute.id.desc()))).all()


async def add_voiding(session: AsyncSession, **values: Any) -> None:
    """The note of a talk; an agreement is voided once."""
    await session.execute(insert(Voiding).values(**values))


async def voiding(session: AsyncSession, agreement_id: UUID) -> Voiding | None:
    """The note of the talk, if the agreement was voided after one."""
    return await session.get(Voiding, agreement_id)
