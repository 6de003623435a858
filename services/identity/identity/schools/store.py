"""The SQL of schools."""

from typing import Any

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from common.paging import PageRequest
from identity.schools.tables import School, SchoolVersion


async def add(session: AsyncSession, **values: Any) -> School | None:
    """A new school, or None when its code, identifier or name is taken."""
    statement = insert(School).values(**values).on_conflict_do_nothing().returning(School)
    return (await session.scalars(statement)).one_or_none()


async def change(session: AsyncSession, code: str, **values: Any) -> School | None:
    """The school with other facts, or None when its identifier or name is taken."""
    statement = update(School).where(School.code == code).values(**values).returning(School)
    try:
        async with session.begin_nested():
            return (await session.scalars(statement.execution_options(populate_existing=True))).one()
    except IntegrityError:
        return None


async def add_version(session: AsyncSession, **values: Any) -> None:
    """Keep how a school is from now on."""
    await session.execute(plain_insert(SchoolVersion).values(**values))


async def versions(session: AsyncSession, code: str) -> list[SchoolVersion]:
    """How a school was, newest first."""
    found = select(SchoolVersion).where(SchoolVersion.school_code == code).order_by(SchoolVersion.version.desc())
    return list(await session.scalars(found))


async def find(session: AsyncSession, code: str) -> School | None:
    """The school of this code."""
    return await session.get(School, code)


async def hold(session: AsyncSession, code: str) -> School | None:
    """The school of this code, held until the transaction ends."""
    return await session.get(School, code, with_for_update=True, populate_existing=True)


async def codes(session: AsyncSession) -> set[str]:
    """The codes of all schools."""
    return set(await session.scalars(select(School.code)))


async def all_schools(session: AsyncSession, after: str, limit: int, code: str | None) -> list[School]:
    """The next of all schools by code, or the one of this code."""
    found = select(School).where(School.code > after).order_by(School.code).limit(limit)
    return list(await session.scalars(found.where(School.code == code) if code else found))


async def page(session: AsyncSession, page: PageRequest, name: str | None, province_code: str | None) -> list[School]:
    """One more than a page of schools by code, if there are so many; `name` is any part of it."""
    statement = select(School).order_by(School.code).limit(page.limit + 1)
    after = page.position(str)
    if after:
        statement = statement.where(School.code > after[0])
    if name:
        statement = statement.where(School.name.contains(name, autoescape=True))
    if province_code:
        statement = statement.where(School.province_code == province_code)
    return list(await session.scalars(statement))
