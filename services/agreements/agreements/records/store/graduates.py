"""Everything of one graduate at once: what a change on the roster does to it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.states import Status
from agreements.records.tables import Agreement


async def of_graduate_for_change(
    session: AsyncSession, graduate_id: UUID, statuses: Collection[Status], school_code: str, department: str
) -> Sequence[Agreement]:
    """All that stand in one of these statuses or that another department of this school reads, locked in the order of
    their ids until the transaction ends."""
    elsewhere = and_(Agreement.school_code == school_code, Agreement.reviewing_department != department)
    wanted = select(Agreement).where(
        Agreement.graduate_id == graduate_id, or_(Agreement.status.in_(statuses), elsewhere)
    )
    return (await session.scalars(wanted.order_by(Agreement.id).with_for_update())).all()


async def save_all(session: AsyncSession, agreements: Sequence[Agreement], **values: Any) -> None:
    """The next version of locked agreements, in one statement; the rows at hand are refreshed."""
    saved = update(Agreement).where(Agreement.id.in_([agreement.id for agreement in agreements]))
    written = saved.values(version=Agreement.version + 1, **values).returning(Agreement)
    options = {"populate_existing": True, "synchronize_session": False}
    (await session.scalars(written.execution_options(**options))).all()


async def note_corrections(session: AsyncSession, agreement_id: UUID, titles: list[str] | None) -> None:
    """What the roster says otherwise than a frozen agreement. It is the school's memo, no version of the agreement."""
    noted = update(Agreement).where(Agreement.id == agreement_id).values(changed_on_roster=titles)
    await session.execute(noted)
