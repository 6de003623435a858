"""Entering an employer, leaving it, and being sent away. The account's row keeps two at once apart."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, CentreUser, EmployerUser
from common.contracts.identity import EmployerUserJoined, EmployerUserLeft
from common.errors import NotFound
from common.service import Context
from identity.accounts.commands import hold_account, join_employer, leave_employer, own_account
from identity.accounts.queries import shown_name, user_of_mobile
from identity.employers import commands as employers  # as a module: filling in an employer enters it
from identity.employers.queries import employer_of
from identity.membership import states, store
from identity.membership.errors import BelongsElsewhere, LeaveInstead, MemberNotFound, NoSuchAccount, NotAMember
from identity.membership.states import Entry, Leaving
from identity.sessions.commands import end_sessions
from identity.verification.states import VerificationStatus


async def enter(session: AsyncSession, account_id: UUID, employer_id: UUID, how: Entry, let_in_by: Actor) -> None:
    """The account belongs to the employer from now on; its next token says so. The caller holds the account."""
    await join_employer(session, account_id, employer_id)
    await store.add(
        session,
        id=uuid7(),
        employer_id=employer_id,
        user_id=account_id,
        entered_how=how,
        let_in_by=let_in_by.key,
        let_in_by_name=let_in_by.name,
        entered_at=clock.now(),
    )


async def let_in(
    session: AsyncSession, context: Context, account_id: UUID, employer_id: UUID, how: Entry, by: Actor
) -> None:
    """A further user, and everybody is told.

    Raises:
        BelongsElsewhere: the account has an employer.
    """
    account = await hold_account(session, account_id)
    if account.employer_id is not None:
        raise BelongsElsewhere(who_can_change="该用户本人")
    await employers.keep(session, employer_id)
    await enter(session, account.id, employer_id, how, by)
    employer = await employer_of(session, employer_id)
    event = EmployerUserJoined(
        employer_id=employer_id, name=employer.name, user_id=account.id, user_name=shown_name(context, account)
    )
    await employers.tell(session, event)


async def add_user(session: AsyncSession, context: Context, actor: CentreUser, employer_id: UUID, mobile: str) -> UUID:
    """企业客服 adds a registered user, for instance when the last one has left.

    Raises:
        EmployerNotFound, NoSuchAccount: there is none.
        BelongsElsewhere: the account has an employer.
    """
    await employer_of(session, employer_id)
    found = await user_of_mobile(session, context, mobile)
    if found is None:
        raise NoSuchAccount
    await let_in(session, context, found.id, employer_id, Entry.ADDED_BY_CENTRE, actor)
    return found.id


async def leave(session: AsyncSession, context: Context, actor: EmployerUser) -> None:
    """退出单位. The employer stays; when nobody is left the centre lets the next one in.

    Raises:
        NotAMember: the user has left or was removed before.
    """
    account = await hold_account(session, actor.id)
    if account.employer_id is None or account.employer_id != actor.employer_id:
        raise NotAMember
    await _end(session, context, actor.id, Leaving.LEFT, actor, None)


async def remove(
    session: AsyncSession,
    context: Context,
    actor: EmployerUser | CentreUser,
    employer_id: UUID,
    user_id: UUID,
    why: str,
) -> None:
    """Send a user away: their sessions end, they are told, and they can be let in again.

    Raises:
        NotAMember: who removes does not belong to the employer any more.
        LeaveInstead: it is oneself.
        MemberNotFound: the user does not belong to the employer (any more).
        ManagedByCentre: the employer is suspended.
    """
    if actor.id == user_id:
        raise LeaveInstead
    employer = await employer_of(session, employer_id)
    # In the order of their ids, so that two who remove each other do not wait for each other.
    for account_id in sorted({actor.id, user_id} if isinstance(actor, EmployerUser) else {user_id}):
        await _hold_member(session, employer_id, account_id, NotAMember if account_id == actor.id else MemberNotFound)
    refusal = states.why_not_manage(type(actor), VerificationStatus(employer.status))
    if refusal is not None:
        raise refusal
    await _end(session, context, user_id, Leaving.REMOVED, actor, why)
    await end_sessions(session, EmployerUser.role, user_id, "removed_from_employer")


async def present_member(session: AsyncSession, actor: EmployerUser) -> UUID:
    """The employer of who is signed in, as the account says, which may know better than the token.

    Raises:
        NotAMember: they have left since, or were removed.
    """
    account = await own_account(session, actor.id)
    if account.employer_id is None or account.employer_id != actor.employer_id:
        raise NotAMember
    return account.employer_id


async def _hold_member(
    session: AsyncSession, employer_id: UUID, account_id: UUID, otherwise: type[NotAMember | MemberNotFound]
) -> None:
    try:
        account = await hold_account(session, account_id)
    except NotFound:
        raise otherwise from None
    if account.employer_id != employer_id:
        raise otherwise


async def _end(
    session: AsyncSession, context: Context, account_id: UUID, how: Leaving, actor: Actor, why: str | None
) -> None:
    account = await own_account(session, account_id)
    assert account.employer_id is not None  # noqa: S101 - the callers have looked
    employer = await employer_of(session, account.employer_id)
    await leave_employer(session, account_id)
    ended = {"left_how": how, "ended_by": actor.key, "ended_by_name": actor.name, "left_at": clock.now()}
    await store.end(session, account_id, reason=why, **ended)
    event = EmployerUserLeft(
        employer_id=employer.id,
        name=employer.name,
        user_id=account_id,
        user_name=shown_name(context, account),
        removed_by=actor.name if how is Leaving.REMOVED else None,
    )
    await employers.tell(session, event)
