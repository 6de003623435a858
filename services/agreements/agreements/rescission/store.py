"""Every statement on rescissions. Whoever writes has locked the agreement, which orders them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.rescission.tables import IS_COUNTED, Rescission


async def add(session: AsyncSession, **values: Any) -> Rescission:
    """A new request."""
    return (await session.scalars(insert(Rescission).values(**values).returning(Rescission))).one()


async def change(session: AsyncSession, rescission_id: UUID, **values: Any) -> Rescission:
    """What has become of a request."""
    statement = (
        update(Rescission)
        .where(Rescission.id == rescission_id)
        .values(**values)
        .returning(Rescission)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return (await session.scalars(statement)).one()


async def find(session: AsyncSession, rescission_id: UUID) -> Rescission:
    """One that an agreement points to."""
    return (await session.scalars(select(Rescission).where(Rescission.id == rescission_id))).one()


async def of_agreement(
    session: AsyncSession, agreement_id: UUID, *, limit: int, before: Sequence[Any] | None
) -> Sequence[Rescission]:
    """The requests on one agreement, the latest first, `before` an id."""
    wanted = select(Rescission).where(Rescission.agreement_id == agreement_id)
    if before is not None:
        wanted = wanted.where(Rescission.id < before[0])
    return (await session.scalars(wanted.order_by(Rescission.id.desc()).limit(limit))).all()


async def counted(session: AsyncSession, graduate_id: UUID, cohort: int) -> int:
    """How many requests the graduate has submitted in the cohort, without the withdrawn ones."""
    wanted = select(func.count()).where(Rescission.graduate_id == graduate_id, Rescission.cohort == cohort, IS_COUNTED)
    return (await session.scalars(wanted.select_from(Rescission))).one()
