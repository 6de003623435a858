"""Every statement on edits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.tables import Edit

SEAL = "edit"
"""The field name that seals `changes`."""


async def add(session: AsyncSession, **values: Any) -> None:
    """Add one."""
    await session.execute(insert(Edit).values(**values))


async def of_subjects(
    session: AsyncSession, subjects: Sequence[str], *, limit: int, before: Sequence[Any] | None
) -> Sequence[Edit]:
    """The latest edits first, `before` an id."""
    found = select(Edit).where(Edit.subject.in_(subjects)).order_by(Edit.id.desc()).limit(limit)
    if before is not None:
        found = found.where(Edit.id < before[0])
    return (await session.scalars(found)).all()
