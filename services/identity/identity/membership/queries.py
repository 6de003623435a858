"""What screens and other services read of an employer's users."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import ActionOption, action_option
from common.auth.actors import CentreUser, EmployerUser, ServiceAccount
from common.service import Context
from identity.accounts.commands import shown_mobile
from identity.accounts.queries import full_mobile, users, users_of
from identity.audit.commands import record_reveal
from identity.audit.queries import last_sign_ins
from identity.employers.queries import employer_of
from identity.membership import states, store
from identity.membership.errors import LeaveInstead
from identity.membership.schemas import PastUser, ReachableUser, ReachableUsers, UserLine, Users
from identity.membership.states import Entry, Leaving
from identity.membership.tables import Membership
from identity.verification.states import VerificationStatus


async def reachable_users(
    session: AsyncSession, context: Context, reader: ServiceAccount, employer_id: UUID
) -> ReachableUsers:
    """The users of an employer with their whole numbers, which is written down.

    Raises:
        EmployerNotFound: there is no such employer.
    """
    await employer_of(session, employer_id)
    found = await users_of(session, employer_id)
    await record_reveal(session, reader, f"employer:{employer_id}", "users_contacts")
    return ReachableUsers(
        items=[ReachableUser(user_id=user.id, name=user.name, mobile=full_mobile(context, user)) for user in found]
    )


async def users_of_employer(
    session: AsyncSession, context: Context, reader: EmployerUser | CentreUser, employer_id: UUID
) -> Users:
    """Who belongs to the employer, and who did, as users of it and the centre see it.

    Raises:
        EmployerNotFound: there is no such employer.
    """
    employer = await employer_of(session, employer_id)
    memberships = await store.of_employer(session, employer_id)
    accounts = await users(session, {row.user_id for row in memberships})
    last = await last_sign_ins(session, "employer", list(accounts))
    status = VerificationStatus(employer.status)

    def line(row: Membership) -> UserLine:
        account = accounts[row.user_id]
        how = Entry(row.entered_how)
        return UserLine(
            id=row.user_id,
            name=account.name,
            mobile=shown_mobile(context, account),
            since=row.entered_at,
            entered={"code": how, "label": how.label},
            let_in_by=row.let_in_by_name,
            last_sign_in=last.get(row.user_id),
            is_me=row.user_id == reader.id,
            actions=_actions(reader, row.user_id, status),
        )

    present = [line(row) for row in memberships if row.left_at is None]
    ended = [(row, row.left_how, row.left_at) for row in memberships]
    past = [_past(row, Leaving(how), until, accounts) for row, how, until in ended if how and until]
    return Users(items=present, past=sorted(past, key=lambda gone: gone.until, reverse=True))


def _past(row: Membership, how: Leaving, until: datetime, accounts: dict[UUID, Any]) -> PastUser:
    return PastUser(
        id=row.user_id,
        name=accounts[row.user_id].name,
        since=row.entered_at,
        until=until,
        left={"code": how, "label": how.label},
        by=row.ended_by_name,
        reason=row.reason,
    )


def _actions(reader: EmployerUser | CentreUser, user_id: UUID, status: VerificationStatus) -> list[ActionOption]:
    refusal = states.why_not_manage(type(reader), status)
    if reader.id == user_id:
        own = LeaveInstead("不能移除本人；如需离开，请使用“退出单位”。", who_can_change="本单位其他用户")
        return [action_option("leave", "退出单位", None), action_option("remove", "移除", own)]
    return [action_option("remove", "移除", refusal)]
