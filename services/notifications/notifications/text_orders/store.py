"""SQL of text orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.text_orders.tables import TextOrder


async def add(session: AsyncSession, **values: Any) -> None:
    """A new order; the second one of the same notice changes nothing."""
    await session.execute(insert(TextOrder).values(**values).on_conflict_do_nothing())


async def claim(session: AsyncSession, *, now: datetime, lease_until: datetime, limit: int) -> Sequence[TextOrder]:
    """Take the next orders. Rows that another worker holds are passed over."""
    due = (
        select(TextOrder.notice_id)
        .where(TextOrder.next_attempt_at <= now)
        .order_by(TextOrder.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(TextOrder)
        .where(TextOrder.notice_id.in_(due))
        .values(next_attempt_at=lease_until, tries=TextOrder.tries + 1)
        .returning(TextOrder)
    )
    return (await session.scalars(taken)).all()


async def remove(session: AsyncSession, notice_id: UUID) -> bool:
    """The order is carried out. False if somebody else did it first."""
    done = await session.execute(delete(TextOrder).where(TextOrder.notice_id == notice_id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def remove_all(session: AsyncSession, notice_ids: Sequence[UUID]) -> None:
    """Nobody is to be written to about these notices any more."""
    await session.execute(delete(TextOrder).where(TextOrder.notice_id.in_(notice_ids)))


async def put_off(session: AsyncSession, notice_id: UUID, *, next_attempt_at: datetime, last_error: str) -> None:
    """Later again."""
    values = {"next_attempt_at": next_attempt_at, "last_error": last_error}
    await session.execute(update(TextOrder).where(TextOrder.notice_id == notice_id).values(**values))
