"""Every statement on names."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import keep_copy
from stats.names.tables import EmployerName, SchoolName

NOT_FROM_OWNER = 0
"""Lower than any sequence of identity's, so that its word replaces this one."""


async def keep_employer(session: AsyncSession, employer_id: UUID, sequence: int, name: str) -> None:
    """Keep a name unless a newer one is held."""
    await keep_copy(session, EmployerName, {"employer_id": employer_id}, sequence, name=name)


async def offer_employer(session: AsyncSession, employer_id: UUID, name: str) -> None:
    """Keep a name if none is held. Does not lock a row that is there, so a big employer's events do not queue."""
    offered = insert(EmployerName).values(employer_id=employer_id, sequence=NOT_FROM_OWNER, name=name)
    await session.execute(offered.on_conflict_do_nothing())


async def keep_school(session: AsyncSession, school_code: str, sequence: int, name: str) -> None:
    """Keep a name unless a newer one is held."""
    await keep_copy(session, SchoolName, {"school_code": school_code}, sequence, name=name)


async def employers(session: AsyncSession, employer_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these employers."""
    found = select(EmployerName).where(EmployerName.employer_id.in_(employer_ids))
    return {row.employer_id: row.name for row in await session.scalars(found)}


async def school(session: AsyncSession, school_code: str) -> str | None:
    """A school's name."""
    return await session.scalar(select(SchoolName.name).where(SchoolName.school_code == school_code))
