"""The SQL of schools."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.paging import PageRequest
from identity.schools.tables import School


async def add(session: AsyncSession, **values: Any) -> School | None:
    """A new school, or None when its code, identifier or name is taken."""
    statement = insert(School).values(**values).on_conflict_do_nothing().returning(School)
    return (await session.scalars(statement)).one_or_none()


async def find(session: AsyncSession, code: str) -> School | None:
    """The school of this code."""
    return await session.get(School, code)


async def page(session: AsyncSession, page: PageRequest, name: str | None) -> list[School]:
    """One more than a page of schools by code, if there are so many; `name` is any part of it."""
    statement = select(School).order_by(School.code).limit(page.limit + 1)
    after = page.position(str)
    if after:
        statement = statement.where(School.code > after[0])
    if name:
        statement = statement.where(School.name.contains(name, autoescape=True))
    return list(await session.scalars(statement))
