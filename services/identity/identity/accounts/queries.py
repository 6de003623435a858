"""What other features ask about employer users."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.service import Context
from identity.accounts import store
from identity.accounts.commands import MOBILE_FIELD, mobile_index, shown_mobile
from identity.accounts.tables import EmployerAccount


async def users_of(session: AsyncSession, employer_id: UUID) -> list[EmployerAccount]:
    """The users of an employer, oldest account first."""
    return await store.users_of(session, employer_id)


async def user_of_mobile(session: AsyncSession, context: Context, mobile: str) -> EmployerAccount | None:
    """The account of a mobile."""
    return await store.user_by_mobile(session, mobile_index(context, mobile))


async def users(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, EmployerAccount]:
    """These accounts, by their ids."""
    return {row.id: row for row in await store.users(session, user_ids)}


def shown_name(context: Context, account: EmployerAccount) -> str:
    """What others call the user: the name, or the masked mobile as long as there is none."""
    return account.name or shown_mobile(context, account)


def full_mobile(context: Context, account: EmployerAccount) -> str:
    """The whole number. Whoever shows it to somebody else writes that down."""
    return context.resources.cipher.decrypt(account.mobile, MOBILE_FIELD)
