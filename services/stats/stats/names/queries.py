"""What screens ask about names."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from stats.names import store


async def employer_names(session: AsyncSession, employer_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these employers."""
    return await store.employers(session, employer_ids)


async def school_name(session: AsyncSession, school_code: str) -> str:
    """A school's name; its code while the name has not arrived."""
    return await store.school(session, school_code) or school_code
