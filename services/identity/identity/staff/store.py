"""The SQL of staff accounts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import CentreUser, SchoolUser
from common.database import lock_for_transaction
from common.paging import PageRequest
from identity.staff.states import Filters
from identity.staff.tables import EmploymentSync, StaffUser, StaffUserChange


async def add(session: AsyncSession, **values: Any) -> StaffUser | None:
    """A new account, or None when the user name is taken."""
    statement = insert(StaffUser).values(**values).on_conflict_do_nothing(index_elements=["username"])
    return (await session.scalars(statement.returning(StaffUser))).one_or_none()


async def change(session: AsyncSession, user_id: UUID, **values: Any) -> StaffUser:
    """Write some fields of an account as its next version."""
    statement = update(StaffUser).where(StaffUser.id == user_id).values(**values, version=StaffUser.version + 1)
    refreshed = statement.returning(StaffUser).execution_options(populate_existing=True)
    return (await session.scalars(refreshed)).one()


async def seen_at_source(session: AsyncSession, user_id: UUID, changed_at: datetime) -> None:
    """How new is what is known of an account, by the employment system's clock; no version of the account."""
    await session.execute(update(StaffUser).where(StaffUser.id == user_id).values(source_changed_at=changed_at))


async def add_change(session: AsyncSession, **values: Any) -> None:
    """Keep what was done to an account."""
    await session.execute(plain_insert(StaffUserChange).values(**values))


async def changes(session: AsyncSession, user_id: UUID) -> list[StaffUserChange]:
    """What was done to an account, newest first."""
    found = select(StaffUserChange).where(StaffUserChange.user_id == user_id).order_by(StaffUserChange.id.desc())
    return list(await session.scalars(found))


async def one_at_a_time(session: AsyncSession, username: str) -> None:
    """Two sign-ins, or a sign-in and the job, must not both take the account over."""
    await lock_for_transaction(session, "staff-user", username)


async def find_by_username(session: AsyncSession, username: str) -> StaffUser | None:
    """The account of this user name, open or closed."""
    return (await session.scalars(select(StaffUser).where(StaffUser.username == username))).one_or_none()


async def find_by_external_id(session: AsyncSession, external_id: str) -> StaffUser | None:
    """The account that the employment system knows by this id, held until the transaction ends."""
    found = select(StaffUser).where(StaffUser.external_id == external_id).with_for_update()
    return (await session.scalars(found, execution_options={"populate_existing": True})).one_or_none()


async def find_open_by_id(session: AsyncSession, user_id: UUID) -> StaffUser | None:
    """The account of this id, if it may still be used."""
    user = await session.get(StaffUser, user_id)
    return user if user is not None and user.closed_at is None else None


async def hold(session: AsyncSession, user_id: UUID) -> StaffUser | None:
    """The account, held until the transaction ends."""
    return await session.get(StaffUser, user_id, with_for_update=True, populate_existing=True)


async def find_for(session: AsyncSession, reader: CentreUser | SchoolUser, user_id: UUID) -> StaffUser | None:
    """The account of this id, if this reader looks after it."""
    statement = select(StaffUser).where(StaffUser.id == user_id, *_own(reader))
    return (await session.scalars(statement)).one_or_none()


async def page(
    session: AsyncSession, reader: CentreUser | SchoolUser, filters: Filters, page: PageRequest
) -> list[StaffUser]:
    """One more than a page of the accounts this reader looks after, oldest first, if there are so many."""
    statement = select(StaffUser).where(*_own(reader), *_matching(filters)).order_by(StaffUser.id)
    after = page.position(UUID)
    if after:
        statement = statement.where(StaffUser.id > after[0])
    return list(await session.scalars(statement.limit(page.limit + 1)))


async def synced_until(session: AsyncSession) -> tuple[datetime | None, str | None, int]:
    """From which change on the employment system's accounts are looked at, after which page of them, and the number
    that `remember_sync` compares."""
    columns = (EmploymentSync.changed_after, EmploymentSync.cursor, EmploymentSync.version)
    found = (await session.execute(select(*columns))).one_or_none()
    return (found.changed_after, found.cursor, found.version) if found else (None, None, 0)


async def remember_sync(session: AsyncSession, changed_after: datetime | None, cursor: str | None, seen: int) -> None:
    """Where the next look begins, unless somebody has decided that since the version `seen`."""
    await _begin_sync_at(session, changed_after, cursor, EmploymentSync.version == seen)


async def begin_sync_anew(session: AsyncSession) -> None:
    """The next look begins at the beginning, whatever is looked at now."""
    await _begin_sync_at(session, None, None, true())


async def _begin_sync_at(
    session: AsyncSession, changed_after: datetime | None, cursor: str | None, when: ColumnElement[bool]
) -> None:
    values = {"changed_after": changed_after, "cursor": cursor}
    changed = values | {"version": EmploymentSync.version + 1}
    statement = insert(EmploymentSync).values(id=1, version=1, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=when))


def _own(reader: CentreUser | SchoolUser) -> list[Any]:
    return [StaffUser.school_code == reader.school_code] if isinstance(reader, SchoolUser) else []


def _matching(filters: Filters) -> list[Any]:
    which: list[Any] = []
    for column in ("role", "school_code", "province_code"):
        wanted = getattr(filters, column)
        if wanted is not None:
            which.append(getattr(StaffUser, column) == wanted)
    if filters.name:
        name, username = StaffUser.name, StaffUser.username
        which.append(
            name.contains(filters.name, autoescape=True) | username.contains(filters.name.lower(), autoescape=True)
        )
    if filters.closed is not None:
        which.append(StaffUser.closed_at.is_not(None) if filters.closed else StaffUser.closed_at.is_(None))
    return which
