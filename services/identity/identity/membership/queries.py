"""What screens and other services read of an employer's users."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.service import Context
from identity.accounts.queries import full_mobile, users_of
from identity.membership.schemas import ReachableUser, ReachableUsers


async def reachable_users(session: AsyncSession, context: Context, employer_id: UUID) -> ReachableUsers:
    """The users of an employer with their whole numbers; none for an employer that does not exist."""
    users = await users_of(session, employer_id)
    return ReachableUsers(
        items=[ReachableUser(user_id=user.id, name=user.name, mobile=full_mobile(context, user)) for user in users]
    )
