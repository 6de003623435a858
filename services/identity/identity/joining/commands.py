"""Asking to join, and the answer. Accounts are held before requests, so that nobody waits in a circle."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import CentreUser, EmployerUser
from common.contracts.identity import EmployerJoinRefused, EmployerJoinRequested
from common.service import Context
from identity.accounts.commands import hold_account
from identity.accounts.errors import personal_data_missing
from identity.employers.commands import keep, tell
from identity.employers.queries import employer_of, employers_of, joinable
from identity.joining import states, store
from identity.joining.errors import JoinRequestNotFound, JoinRequestOpen, TooManyJoinRequests
from identity.joining.states import JoinAction, JoinStatus
from identity.joining.tables import JoinRequest
from identity.membership.commands import let_in
from identity.membership.errors import BelongsElsewhere, NotAMember
from identity.membership.states import Entry, why_not_manage
from identity.verification.states import VerificationStatus

BATCH = 500
DAY = timedelta(days=1)
NOBODY_ANSWERED = "单位用户未在期限内答复"


async def ask(session: AsyncSession, context: Context, actor: EmployerUser, uscc: str, note: str | None) -> JoinRequest:
    """Ask to become a user of the employer with this USCC.

    Raises:
        BelongsElsewhere: the user has an employer, be it a draft.
        PersonalDataMissing: nobody would know who asks.
        NothingToJoin: the USCC is not registered, or by a draft alone.
        JoinRequestOpen: another request waits.
        TooManyJoinRequests: one after the other.
    """
    account = await hold_account(session, actor.id)
    if account.employer_id is not None:
        raise BelongsElsewhere(who_can_change="本人")
    if account.name is None:
        raise personal_data_missing()
    employer = await joinable(session, uscc)
    now = clock.now()
    expired = await _none_open(session, actor, now)
    if await store.requests_since(session, actor.id, now - DAY) >= context.settings.employers.join_requests_per_day:
        raise TooManyJoinRequests(retry_after=int(DAY.total_seconds()))
    await keep(session, employer.id, *(row.employer_id for row in expired))
    row = await store.add(
        session,
        id=uuid7(),
        employer_id=employer.id,
        user_id=account.id,
        applicant_name=account.name,
        note=note,
        status=JoinStatus.WAITING,
        requested_at=now,
        expires_at=states.expires_at(now, context.settings.employers.join_request_days),
    )
    event = EmployerJoinRequested(
        employer_id=employer.id, name=employer.name, request_id=row.id, applicant_name=account.name
    )
    await tell(session, *await _refusals(session, expired, NOBODY_ANSWERED), event)
    return row


async def approve(
    session: AsyncSession, context: Context, actor: EmployerUser | CentreUser, request_id: UUID
) -> JoinRequest:
    """The applicant is a user of the employer from now on; the next token says so.

    Raises:
        JoinRequestNotFound: there is none, or it is another employer's.
        NotAMember: who answers does not belong to the employer any more.
        JoinRequestAnswered, JoinRequestExpired: nothing is left to answer.
        ManagedByCentre: the employer is suspended.
        BelongsElsewhere: the applicant has found another employer meanwhile.
    """
    row = await _hold_to_answer(session, actor, request_id, JoinAction.APPROVE)
    await let_in(session, context, row.user_id, row.employer_id, Entry.JOINED, actor)
    return await _answer(session, row, actor, JoinStatus.APPROVED, None)


async def refuse(session: AsyncSession, actor: EmployerUser | CentreUser, request_id: UUID, reason: str) -> JoinRequest:
    """The applicant is not let in, and reads why.

    Raises:
        JoinRequestNotFound, NotAMember, JoinRequestAnswered, JoinRequestExpired, ManagedByCentre: as for approving.
    """
    row = await _hold_to_answer(session, actor, request_id, JoinAction.REFUSE)
    refused = await _answer(session, row, actor, JoinStatus.REFUSED, reason)
    await tell(session, *await _refusals(session, [refused], reason))
    return refused


async def withdraw(session: AsyncSession, actor: EmployerUser, request_id: UUID) -> JoinRequest:
    """The applicant does not want to join any more.

    Raises:
        JoinRequestNotFound: there is none, or it is somebody else's.
        JoinRequestAnswered, JoinRequestExpired: it is over.
    """
    row = await store.locked_request(session, request_id)
    if row is None or row.user_id != actor.id:
        raise JoinRequestNotFound
    _check(row, JoinAction.WITHDRAW, EmployerUser)
    return await _answer(session, row, actor, JoinStatus.WITHDRAWN, None)


async def expire_requests(session: AsyncSession) -> int:
    """End requests that nobody has answered in time. Returns how many."""
    now = clock.now()
    ended = {"decided_by": "clock", "decided_by_name": "系统", "decided_at": now}
    expired = await store.expire(session, now, BATCH, status=JoinStatus.EXPIRED, **ended)
    await tell(session, *await _refusals(session, expired, NOBODY_ANSWERED))
    return len(expired)


async def _refusals(session: AsyncSession, rows: list[JoinRequest], reason: str) -> list[EmployerJoinRefused]:
    employers = await employers_of(session, {row.employer_id for row in rows})
    return [
        EmployerJoinRefused(
            employer_id=row.employer_id,
            name=employers[row.employer_id].name,
            request_id=row.id,
            user_id=row.user_id,
            because=row.status,
            reason=reason,
        )
        for row in rows
    ]


async def _none_open(session: AsyncSession, actor: EmployerUser, now: datetime) -> list[JoinRequest]:
    """Ends the applicant's request that nobody has answered in time, and returns it."""
    row = await store.open_request(session, actor.id)
    if row is None:
        return []
    if now < row.expires_at:
        raise JoinRequestOpen(who_can_change="本人（撤回），或该单位的用户（答复）")
    ended = {"decided_by": "clock", "decided_by_name": "系统", "decided_at": now}
    return [await store.answer(session, row.id, status=JoinStatus.EXPIRED, **ended)]


async def _hold_to_answer(
    session: AsyncSession, actor: EmployerUser | CentreUser, request_id: UUID, action: JoinAction
) -> JoinRequest:
    seen = await store.request(session, request_id)
    if seen is None or (isinstance(actor, EmployerUser) and actor.employer_id != seen.employer_id):
        raise JoinRequestNotFound
    # In the order of their ids, as wherever two accounts are held.
    for account_id in sorted({actor.id, seen.user_id} if isinstance(actor, EmployerUser) else {seen.user_id}):
        account = await hold_account(session, account_id)
        if account_id == actor.id and account.employer_id != seen.employer_id:
            raise NotAMember
    row = await store.locked_request(session, request_id) or seen
    _check(row, action, type(actor))
    employer = await employer_of(session, row.employer_id)
    refusal = why_not_manage(type(actor), VerificationStatus(employer.status))
    if refusal is not None:
        raise refusal
    return row


def _check(row: JoinRequest, action: JoinAction, by: states.Doer) -> None:
    refusal = states.why_not(JoinStatus(row.status), action, by, row.expires_at, clock.now())
    if refusal is not None:
        raise refusal


async def _answer(
    session: AsyncSession, row: JoinRequest, actor: EmployerUser | CentreUser, status: JoinStatus, reason: str | None
) -> JoinRequest:
    who = {"decided_by": actor.key, "decided_by_name": actor.name, "decided_at": clock.now()}
    return await store.answer(session, row.id, status=status, reason=reason, **who)
