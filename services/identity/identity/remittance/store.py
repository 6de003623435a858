"""The SQL of remittances."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.remittance.states import Attempts
from identity.remittance.tables import Remittance

DUE = (Remittance.next_at.is_not(None), Remittance.status.in_(("ordered", "accepted", "paid")))


async def account_alone(session: AsyncSession, account_index: str) -> None:
    """Wait until nobody else counts attempts of this account."""
    await lock_for_transaction(session, "remittance-account", account_index)


async def attempts(session: AsyncSession, employer_id: UUID, account_index: str, since: datetime) -> Attempts:
    """How often has been tried since then. The caller holds the employer and the account."""
    same, own = Remittance.account_index == account_index, Remittance.employer_id == employer_id
    counted = select(
        func.count().filter(own).label("of_employer"),
        func.count().filter(same).label("of_account"),
        func.count().filter(own, same).label("of_both"),
    )
    found = (await session.execute(counted.where(or_(own, same), Remittance.ordered_at >= since))).one()
    return Attempts(found.of_employer, found.of_account, found.of_both)


async def add(session: AsyncSession, **values: Any) -> Remittance:
    """A new order."""
    return (await session.execute(insert(Remittance).values(**values).returning(Remittance))).scalar_one()


async def change(session: AsyncSession, remittance_id: UUID, **values: Any) -> Remittance:
    """Write what became of an order."""
    changed = (
        update(Remittance)
        .where(Remittance.id == remittance_id)
        .values(**values)
        .returning(Remittance)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(changed)).scalar_one()


async def remittance(session: AsyncSession, remittance_id: UUID) -> Remittance | None:
    """An order by its id, as it is now."""
    return await session.get(Remittance, remittance_id, populate_existing=True)


async def locked(session: AsyncSession, remittance_id: UUID) -> Remittance:
    """The same, held until the transaction ends. Whoever holds an employer, too, holds the employer first."""
    return await session.get_one(Remittance, remittance_id, populate_existing=True, with_for_update=True)


async def of_verification(session: AsyncSession, verification_id: UUID) -> Remittance | None:
    """The order of a submission."""
    found = select(Remittance).where(Remittance.verification_id == verification_id)
    return await session.scalar(found.execution_options(populate_existing=True))


async def of_verifications(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Remittance]:
    """The orders of these submissions, by submission."""
    found = await session.scalars(select(Remittance).where(Remittance.verification_id.in_(ids)))
    return {row.verification_id: row for row in found}


async def claim_due(session: AsyncSession, now: datetime, lease_until: datetime, limit: int) -> list[Remittance]:
    """Orders about which the bank is to be spoken to now; nobody else gets them before the lease ends."""
    due = (
        select(Remittance.id)
        .where(*DUE, Remittance.next_at <= now)
        .order_by(Remittance.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(Remittance)
        .where(Remittance.id.in_(due))
        .values(next_at=lease_until, sendings=Remittance.sendings + 1)
        .returning(Remittance)
    )
    return list(await session.scalars(claimed))


async def unanswered(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Paid orders whose amount nobody has entered in time."""
    found = select(Remittance.id).where(Remittance.status == "paid", Remittance.answer_by <= now)
    return list(await session.scalars(found.order_by(Remittance.answer_by).limit(limit)))


async def needing_attention(
    session: AsyncSession, overdue_before: datetime, after: UUID | None, limit: int
) -> list[Remittance]:
    """Orders that the bank has not carried out in time, and payments that came back after their attempt was over."""
    waiting = and_(Remittance.status.in_(("ordered", "accepted")), Remittance.ordered_at < overdue_before)
    found = select(Remittance).where(or_(waiting, Remittance.returned_late)).order_by(Remittance.id)
    if after is not None:
        found = found.where(Remittance.id > after)
    return list(await session.scalars(found.limit(limit)))
