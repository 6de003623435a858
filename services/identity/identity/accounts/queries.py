"""What other features ask about employer users."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.service import Context
from identity.accounts import store
from identity.accounts.commands import MOBILE_FIELD
from identity.accounts.tables import EmployerAccount


async def users_of(session: AsyncSession, employer_id: UUID) -> list[EmployerAccount]:
    """The users of an employer, oldest account first."""
    return await store.users_of(session, employer_id)


def full_mobile(context: Context, account: EmployerAccount) -> str:
    """The whole number. Whoever shows it to somebody else writes that down."""
    return context.resources.cipher.decrypt(account.mobile, MOBILE_FIELD)
