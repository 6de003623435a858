"""Reading it, for the service that prints."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.queries import full_mobile
from identity.authorisations.schemas import AuthorisedUser
from identity.employers.queries import employer_by_id


async def authorised_user(session: AsyncSession, context: Context, user_id: UUID) -> AuthorisedUser:
    """What the letter of this user says.

    Raises:
        NotFound: there is no such account.
    """
    account = await own_account(session, user_id)
    employer = await employer_by_id(session, account.employer_id) if account.employer_id else None
    return AuthorisedUser(
        employer_name=employer.name if employer else None,
        uscc=employer.uscc if employer else None,
        user_name=account.name,
        mobile=full_mobile(context, account),
    )
