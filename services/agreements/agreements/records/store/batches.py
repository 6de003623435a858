"""Many agreements at once, each with as few statements as one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.tables import IS_LIVE, IS_OPEN, IS_REMINDED, Agreement
from common.rows import insert_rows, unnested


async def open_invitations_for_change(
    session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]
) -> Sequence[Agreement]:
    """The employer's unanswered invitations to these graduates, locked in the order of their ids."""
    wanted = select(Agreement).where(
        Agreement.employer_id == employer_id, Agreement.graduate_id.in_(graduate_ids), IS_OPEN
    )
    return (await session.scalars(wanted.order_by(Agreement.id).with_for_update())).all()


async def open_invitations(
    session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]
) -> Sequence[Agreement]:
    """The same, to be looked at."""
    wanted = select(Agreement).where(
        Agreement.employer_id == employer_id, Agreement.graduate_id.in_(graduate_ids), IS_OPEN
    )
    return (await session.scalars(wanted)).all()


async def live_agreements(session: AsyncSession, graduate_ids: Collection[UUID]) -> Sequence[Agreement]:
    """Those of several graduates, at most one each."""
    wanted = select(Agreement).where(Agreement.graduate_id.in_(graduate_ids), IS_LIVE)
    return (await session.scalars(wanted)).all()


async def add_invitations(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> Sequence[Agreement]:
    """New invitations. Those whose graduate another user of the employer has just invited are left out, and disturb
    nobody else's.

    Args:
        rows: sorted by graduate, so that two of these at once wait for each other in one order.
    """
    open_one = [Agreement.employer_id, Agreement.graduate_id]
    first = insert_rows(Agreement, rows).on_conflict_do_nothing(index_elements=open_one, index_where=IS_OPEN)
    return (await session.scalars(first.returning(Agreement))).all()


async def reminders_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Agreement]:
    """Agreements on which somebody is to be reminded now, locked. Rows that somebody else has locked are left to
    them."""
    wanted = select(Agreement).where(IS_REMINDED, Agreement.next_reminder_at <= now)
    claimed = wanted.order_by(Agreement.next_reminder_at).limit(limit).with_for_update(skip_locked=True)
    return (await session.scalars(claimed)).all()


async def set_reminders(session: AsyncSession, sent: Sequence[tuple[UUID, int, datetime | None]]) -> None:
    """How many reminders each agreement's wait has had, and when the next is due. No change of the agreement: neither
    its version nor its history moves."""
    names = ("id", "reminders_sent", "next_reminder_at")
    told = unnested(Agreement, [dict(zip(names, row, strict=True)) for row in sent])
    reminded = update(Agreement).where(Agreement.id == told.c.id)
    values = {name: told.c[name] for name in names[1:]}
    await session.execute(reminded.values(values).execution_options(synchronize_session=False))
