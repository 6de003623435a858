"""The SQL of staff accounts."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import CentreUser, SchoolUser
from common.paging import PageRequest
from identity.staff.tables import StaffUser


async def add(session: AsyncSession, **values: Any) -> StaffUser | None:
    """A new account, or None when the user name is taken."""
    statement = insert(StaffUser).values(**values).on_conflict_do_nothing(index_elements=["username"])
    return (await session.scalars(statement.returning(StaffUser))).one_or_none()


async def find_open(session: AsyncSession, username: str) -> StaffUser | None:
    """The account of this user name that may sign in."""
    statement = select(StaffUser).where(StaffUser.username == username, StaffUser.closed_at.is_(None))
    return (await session.scalars(statement)).one_or_none()


async def find_by_username(session: AsyncSession, username: str) -> StaffUser | None:
    """The account of this user name, open or closed."""
    return (await session.scalars(select(StaffUser).where(StaffUser.username == username))).one_or_none()


async def find_open_by_id(session: AsyncSession, user_id: UUID) -> StaffUser | None:
    """The account of this id, if it may still be used."""
    user = await session.get(StaffUser, user_id)
    return user if user is not None and user.closed_at is None else None


async def page(session: AsyncSession, reader: CentreUser | SchoolUser, page: PageRequest) -> list[StaffUser]:
    """One more than a page of the accounts this reader looks after, oldest first, if there are so many."""
    statement = select(StaffUser).order_by(StaffUser.id).limit(page.limit + 1)
    if isinstance(reader, SchoolUser):
        statement = statement.where(StaffUser.school_code == reader.school_code)
    after = page.position(UUID)
    if after:
        statement = statement.where(StaffUser.id > after[0])
    return list(await session.scalars(statement))
