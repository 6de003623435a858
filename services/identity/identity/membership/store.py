"""The SQL of memberships."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.membership.tables import Membership


async def add(session: AsyncSession, **values: Any) -> None:
    """A user belongs to an employer from now on."""
    await session.execute(insert(Membership).values(**values))


async def end(session: AsyncSession, user_id: UUID, **values: Any) -> None:
    """The user's present membership is over."""
    present = (Membership.user_id == user_id, Membership.left_at.is_(None))
    await session.execute(update(Membership).where(*present).values(**values))


async def of_employer(session: AsyncSession, employer_id: UUID) -> list[Membership]:
    """All memberships of an employer, present and past, in the order of entering."""
    found = select(Membership).where(Membership.employer_id == employer_id)
    return list(await session.scalars(found.order_by(Membership.id)))
