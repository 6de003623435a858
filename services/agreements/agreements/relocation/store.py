"""Every statement on relocation profiles."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.relocation.tables import RelocationProfile


async def find(session: AsyncSession, employer_id: UUID) -> RelocationProfile | None:
    """The employer's profile."""
    return await session.get(RelocationProfile, employer_id)


async def find_for_change(session: AsyncSession, employer_id: UUID) -> RelocationProfile | None:
    """The employer's profile, locked until the transaction ends."""
    found = select(RelocationProfile).where(RelocationProfile.employer_id == employer_id).with_for_update()
    return (await session.scalars(found)).one_or_none()


async def add(
    session: AsyncSession, employer_id: UUID, content: dict[str, Any], at: datetime
) -> RelocationProfile | None:
    """The first version; None if there is one already."""
    first = insert(RelocationProfile).values(employer_id=employer_id, version=1, content=content, updated_at=at)
    return (await session.scalars(first.on_conflict_do_nothing().returning(RelocationProfile))).one_or_none()


async def replace(
    session: AsyncSession, employer_id: UUID, version: int, content: dict[str, Any], at: datetime
) -> RelocationProfile:
    """The next version, of a row that is locked."""
    statement = (
        update(RelocationProfile)
        .where(RelocationProfile.employer_id == employer_id)
        .values(version=version, content=content, updated_at=at)
        .returning(RelocationProfile)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one()
