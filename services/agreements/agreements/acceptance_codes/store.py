"""Every statement on acceptance codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes.states import CodeState
from agreements.acceptance_codes.tables import AcceptanceCode
from common.database import lock_for_transaction


async def lock(session: AsyncSession, graduate_id: UUID) -> None:
    """Two requests of one graduate wait for each other, or both would see room for one code."""
    await lock_for_transaction(session, "acceptance-codes", graduate_id)


async def add(session: AsyncSession, **values: Any) -> None:
    """Add one."""
    await session.execute(insert(AcceptanceCode).values(**values))


async def latest(session: AsyncSession, agreement_id: UUID, graduate_id: UUID) -> AcceptanceCode | None:
    """The code that was asked for last; an earlier one is worth nothing any more."""
    return (await session.scalars(_latest(agreement_id, graduate_id))).one_or_none()


async def latest_for_try(session: AsyncSession, agreement_id: UUID, graduate_id: UUID) -> AcceptanceCode | None:
    """The same, locked until the transaction ends: guesses are counted one after the other."""
    return (await session.scalars(_latest(agreement_id, graduate_id).with_for_update())).one_or_none()


async def asked_since(session: AsyncSession, graduate_id: UUID, since: datetime) -> int:
    """How many codes the graduate has asked for since then."""
    counted = select(func.count()).where(AcceptanceCode.graduate_id == graduate_id, AcceptanceCode.asked_at >= since)
    return (await session.scalars(counted)).one()


async def count_try(session: AsyncSession, code_id: UUID) -> None:
    """Count a guess."""
    await session.execute(
        update(AcceptanceCode).where(AcceptanceCode.id == code_id).values(tries=AcceptanceCode.tries + 1)
    )


async def use(session: AsyncSession, code_id: UUID) -> None:
    """Use it up."""
    taken = update(AcceptanceCode).where(AcceptanceCode.id == code_id)
    await session.execute(taken.values(state=CodeState.USED.value))


async def note_undeliverable(session: AsyncSession, code_id: UUID) -> None:
    """Nobody could be reached who would have sent it."""
    unsent = update(AcceptanceCode).where(AcceptanceCode.id == code_id, AcceptanceCode.state == CodeState.OPEN.value)
    await session.execute(unsent.values(state=CodeState.UNDELIVERABLE.value))


async def remove(session: AsyncSession, code_id: UUID) -> None:
    """It was never sent, and another may be asked for at once."""
    await session.execute(delete(AcceptanceCode).where(AcceptanceCode.id == code_id))


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget a batch of codes that were asked for before then. Returns how many."""
    old = select(AcceptanceCode.id).where(AcceptanceCode.asked_at < before).limit(batch)
    gone = delete(AcceptanceCode).where(AcceptanceCode.id.in_(old.with_for_update(skip_locked=True)))
    return len((await session.scalars(gone.returning(AcceptanceCode.id))).all())


def _latest(agreement_id: UUID, graduate_id: UUID) -> Any:
    found = select(AcceptanceCode).filter_by(agreement_id=agreement_id, graduate_id=graduate_id)
    return found.order_by(AcceptanceCode.asked_at.desc(), AcceptanceCode.id.desc()).limit(1)
