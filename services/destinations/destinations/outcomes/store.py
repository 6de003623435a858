"""Every statement on outcomes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from destinations.outcomes.tables import Outcome


async def find(session: AsyncSession, graduate_id: UUID) -> Outcome | None:
    """The graduate's outcome as it is now."""
    found = select(Outcome).where(Outcome.graduate_id == graduate_id)
    return (await session.scalars(found, execution_options={"populate_existing": True})).one_or_none()


async def keep(session: AsyncSession, graduate_id: UUID, **values: Any) -> None:
    """The next version; the caller holds the graduate's lock."""
    statement = insert(Outcome).values(graduate_id=graduate_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[Outcome.graduate_id], set_=values))
