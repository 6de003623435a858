"""Many agreements at once, each with as few statements as one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, SmallInteger, Uuid, column, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.tables import IS_LIVE, IS_OPEN, IS_REMINDED, Agreement
from common.rows import insert_rows


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
    """New invitations. Those whose graduate another user of the employer has
    just invited are left out, and disturb nobody else's.

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
    told = func.unnest(
        literal([row[0] for row in sent], ARRAY(Uuid)),
        literal([row[1] for row in sent], ARRAY(SmallInteger)),
        literal([row[2] for row in sent], ARRAY(DateTime(timezone=True))),
    ).table_valued(column("id", Uuid), column("n", SmallInteger), column("next", DateTime(timezone=True)))
    told = told.render_derived(name="told")
    reminded = update(Agreement).where(Agreement.id == told.c.id)
    values = {"reminders_sent": told.c.n, "next_reminder_at": told.c.next}
    await session.execute(reminded.values(values).execution_options(synchronize_session=False))
