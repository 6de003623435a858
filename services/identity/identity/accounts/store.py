"""The SQL of employer users."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from identity.accounts.tables import EmployerAccount


async def add_user(session: AsyncSession, **values: Any) -> EmployerAccount | None:
    """A new account; None when the mobile has one already."""
    added = upsert(EmployerAccount).values(**values).on_conflict_do_nothing(index_elements=["mobile_index"])
    return await session.scalar(added.returning(EmployerAccount))


async def user_by_mobile(session: AsyncSession, mobile_index: str) -> EmployerAccount | None:
    """The account of a mobile."""
    return await session.scalar(select(EmployerAccount).where(EmployerAccount.mobile_index == mobile_index))


async def user(session: AsyncSession, user_id: UUID) -> EmployerAccount | None:
    """An account by its id."""
    return await session.get(EmployerAccount, user_id, populate_existing=True)


async def locked_user(session: AsyncSession, user_id: UUID) -> EmployerAccount | None:
    """An account by its id, held until the transaction ends."""
    return await session.get(EmployerAccount, user_id, populate_existing=True, with_for_update=True)


async def change_user(session: AsyncSession, user_id: UUID, **values: Any) -> None:
    """Change some of an account's columns."""
    await session.execute(update(EmployerAccount).where(EmployerAccount.id == user_id).values(**values))


async def users_of(session: AsyncSession, employer_id: UUID) -> list[EmployerAccount]:
    """The accounts that belong to an employer, oldest first."""
    found = select(EmployerAccount).where(EmployerAccount.employer_id == employer_id).order_by(EmployerAccount.id)
    return list(await session.scalars(found))


async def users(session: AsyncSession, user_ids: Collection[UUID]) -> list[EmployerAccount]:
    """These accounts."""
    return list(await session.scalars(select(EmployerAccount).where(EmployerAccount.id.in_(user_ids))))


async def change_mobile(session: AsyncSession, user_id: UUID, mobile: str, mobile_index: str) -> bool:
    """Change an account's mobile. False when another account has it, also one that took it this moment."""
    try:
        async with session.begin_nested():
            await change_user(session, user_id, mobile=mobile, mobile_index=mobile_index)
    except IntegrityError:
        return False
    return True
