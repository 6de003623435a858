"""The SQL of employers."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.employers.tables import Employer


async def uscc_alone(session: AsyncSession, uscc: str) -> None:
    """Wait until nobody else decides who has this USCC, until this transaction ends."""
    await lock_for_transaction(session, "uscc", uscc)


async def holder(session: AsyncSession, uscc: str) -> Employer | None:
    """The employer that has this USCC."""
    return await session.scalar(select(Employer).where(Employer.uscc == uscc, Employer.holds_uscc))


async def employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """An employer by its id."""
    return await session.get(Employer, employer_id, populate_existing=True)


async def locked_employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """An employer by its id, held until the transaction ends."""
    return await session.get(Employer, employer_id, populate_existing=True, with_for_update=True)


async def add(session: AsyncSession, **values: Any) -> Employer:
    """A new employer."""
    return (await session.execute(insert(Employer).values(**values).returning(Employer))).scalar_one()


async def change(session: AsyncSession, employer_id: UUID, **values: Any) -> Employer:
    """A new version of an employer."""
    changed = (
        update(Employer)
        .where(Employer.id == employer_id)
        .values(version=Employer.version + 1, **values)
        .returning(Employer)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(changed)).scalar_one()
