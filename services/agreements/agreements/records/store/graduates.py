"""Everything of one graduate at once: what a change on the roster does to it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.states import Status
from agreements.records.tables import Agreement


async def of_graduate_for_change(
    session: AsyncSession, graduate_id: UUID, statuses: Collection[Status]
) -> Sequence[Agreement]:
    """All that stand in one of these statuses, locked in the order of their ids until the transaction ends."""
    wanted = select(Agreement).where(Agreement.graduate_id == graduate_id, Agreement.status.in_(statuses))
    return (await session.scalars(wanted.order_by(Agreement.id).with_for_update())).all()


async def save_all(session: AsyncSession, agreements: Sequence[Agreement], **values: Any) -> None:
    """The next version of locked agreements, in one statement; the rows at hand are refreshed."""
    saved = update(Agreement).where(Agreement.id.in_([agreement.id for agreement in agreements]))
    written = saved.values(version=Agreement.version + 1, **values).returning(Agreement)
    options = {"populate_existing": True, "synchronize_session": False}
    (await session.scalars(written.execution_options(**options))).all()


async def follow_department(session: AsyncSession, graduate_id: UUID, school_code: str, department: str) -> None:
    """Of all agreements that the graduate has at this school, whatever their status, those that have another one."""
    others = Agreement.graduate_id == graduate_id, Agreement.reviewing_department != department
    wanted = select(Agreement.id).where(*others, Agreement.school_code == school_code)
    moved = update(Agreement).where(Agreement.id.in_(wanted.order_by(Agreement.id).with_for_update()))
    options = {"synchronize_session": False}
    await session.execute(moved.values(reviewing_department=department).execution_options(**options))


async def note_corrections(session: AsyncSession, agreement_id: UUID, titles: list[str] | None) -> None:
    """What the roster says otherwise than a frozen agreement. It is the school's memo, no version of the agreement."""
    noted = update(Agreement).where(Agreement.id == agreement_id).values(changed_on_roster=titles)
    await session.execute(noted)
