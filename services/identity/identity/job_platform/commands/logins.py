"""Signing in with an account of the job platform, linking one, and taking the link apart."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.values.checked import ValueFault
from common.contracts.values.mobile import check_mobile
from common.contracts.values.person_name import check_person_name
from common.service import Context
from identity.accounts.commands import hold_account, load_employer_user, open_proved_account
from identity.employers.commands import hold
from identity.employers.queries import employer_of
from identity.job_platform import states, store
from identity.job_platform.client import JobPlatform
from identity.job_platform.commands.taking import Taken, take_employer
from identity.job_platform.errors import (
    JOB_PLATFORM,
    USER,
    JobPlatformAccountTaken,
    JobPlatformLoginCancelled,
    JobPlatformLoginRefused,
    JobPlatformMobileTaken,
    JobPlatformMobileUnusable,
    JobPlatformStateRefused,
)
from identity.job_platform.queries import RECORD_FIELD, verified_there
from identity.job_platform.schemas import JobPlatformRecord
from identity.job_platform.states import Outcome
from identity.job_platform.tables import JobPlatformLogin
from identity.oauth import Begun, Return, fingerprint, fresh_secret
from identity.sessions.commands import Tokens, issue_session
from identity.sessions.queries import is_alive
from identity.verification.commands import submit_upgrade

LOGIN_LASTS = timedelta(minutes=10)
SEALED_FIELD = "job_platform_logins.verifier"
FORGET_BATCH = 1000


async def begin_login(session: AsyncSession, context: Context) -> Begun:
    """Send a browser to the job platform to sign in."""
    return await _begin(session, context, None, None)


async def begin_link(session: AsyncSession, context: Context, actor: EmployerUser, session_id: UUID | None) -> Begun:
    """Send the browser of somebody who is signed in here, to link the account there.

    Raises:
        AlreadyLinked: take the present link apart first.
    """
    refusal = states.why_not_link(linked=await store.link_of_user(session, actor.id) is not None)
    if refusal is not None:
        raise refusal
    return await _begin(session, context, actor.id, session_id)


async def finish(
    session: AsyncSession, context: Context, back: Return, browser: str | None
) -> tuple[Tokens, Outcome, Taken]:
    """What the browser came back for: a session, or a link.

    Raises:
        JobPlatformStateRefused, JobPlatformLoginCancelled, JobPlatformLoginRefused: no login of this browser, or none
            that succeeded.
        JobPlatformUnavailable: try again later.
        JobPlatformMobileUnusable, JobPlatformMobileTaken: no account can be opened.
        JobPlatformAccountTaken, AlreadyLinked: nothing was linked.
    """
    login = await _take_login(context, back.state, browser)
    if back.error is not None:
        raise JobPlatformLoginCancelled if back.error == "access_denied" else JobPlatformLoginRefused
    if not back.code:
        raise JobPlatformLoginRefused
    verifier = context.resources.cipher.decrypt(login.verifier_sealed, SEALED_FIELD)
    record = await JobPlatform(context.http, context.settings).record(back.code, verifier)
    await store.account_alone(session, record.account_id)
    user_id, outcome = await _account(session, context, record, login.user_id)
    taken = await take_employer(session, context, await _actor(session, context, user_id), record)
    return await issue_session(session, context, await _actor(session, context, user_id)), outcome, taken


async def unlink(session: AsyncSession, actor: EmployerUser) -> None:
    """From now on the account is reached with mobile and password only.

    Raises:
        NotLinked, PasswordNeeded: nothing was changed.
    """
    seen = await store.link_of_user(session, actor.id)
    # In the order of whoever signs in; and the employer, so that nobody submits or marks it meanwhile.
    if seen is not None:
        await store.account_alone(session, seen.account_id)
    account = await hold_account(session, actor.id)
    if account.employer_id is not None:
        await hold(session, account.employer_id)
    link = await store.link_of_account(session, seen.account_id) if seen else None
    linked = link is not None and link.user_id == actor.id
    refusal = states.why_not_unlink(linked=linked, has_password=account.password_hash is not None)
    if refusal is not None or link is None:
        raise refusal or JobPlatformStateRefused
    marked = await store.marked(session, account.employer_id) if account.employer_id else None
    if marked is not None and marked.account_id == link.account_id:
        await store.unmark(session, marked.employer_id)
    await store.remove_link(session, link.account_id)


async def submit_letter(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, letter_file_id: UUID
) -> UUID:
    """Hand in the letter alone; the centre reviews it, and then the employer may sign (guides/000 §2). Returns
    the verification's id.

    Raises:
        NotFromJobPlatform: the job platform has not verified this employer.
        PersonalDataMissing, FileNotFound, FileForAnotherPurpose, NothingToSubmit: as for every way of verification.
    """
    verification = await submit_upgrade(session, context, actor, employer_id, letter_file_id)
    # Looked at now that the employer is held: until then its name and its mark may change.
    employer = await employer_of(session, employer_id)
    refusal = states.why_not_upgrade(await verified_there(session, employer_id), employer.name, employer.uscc)
    if refusal is not None:
        raise refusal
    return verification.id


async def forget_abandoned_logins(session: AsyncSession) -> int:
    """One batch of logins that never came back."""
    return await store.forget_logins(session, clock.now(), FORGET_BATCH)


async def _begin(session: AsyncSession, context: Context, user_id: UUID | None, session_id: UUID | None) -> Begun:
    state, browser, verifier = (fresh_secret() for _ in range(3))
    await store.begin_login(
        session,
        state_hash=fingerprint(state),
        browser_hash=fingerprint(browser),
        verifier_sealed=context.resources.cipher.encrypt(verifier, SEALED_FIELD),
        user_id=user_id,
        session_id=session_id,
        expires_at=clock.now() + LOGIN_LASTS,
    )
    return Begun(JobPlatform(context.http, context.settings).authorize_url(state, verifier), browser)


async def _take_login(context: Context, state: str, browser: str | None) -> JobPlatformLogin:
    if not browser:
        raise JobPlatformStateRefused
    # A transaction of its own: the state is used up whatever comes of the rest, and the request does not hold a
    # connection while the job platform is asked.
    async with context.resources.aside.transaction() as own:
        login = await store.take_login(own, fingerprint(state), fingerprint(browser), clock.now())
        # Whoever has signed out since, or was signed out by a new password, links nothing any more.
        ended = login and login.session_id and not await is_alive(own, login.session_id)
    if login is None or ended:
        raise JobPlatformStateRefused
    return login


async def _account(
    session: AsyncSession, context: Context, record: JobPlatformRecord, user_id: UUID | None
) -> tuple[UUID, Outcome]:
    link = await store.link_of_account(session, record.account_id)
    sealed = context.resources.cipher.encrypt(record.model_dump_json(), RECORD_FIELD)
    now = clock.now()
    if link is None:
        own = await (_new_account(session, context, record) if user_id is None else _own(session, user_id))
        times = {"linked_at": now, "seen_at": now}
        await store.add_link(session, account_id=record.account_id, user_id=own, record_sealed=sealed, **times)
        return own, Outcome.REGISTERED if user_id is None else Outcome.LINKED
    if user_id not in (None, link.user_id):
        raise JobPlatformAccountTaken(who_can_change=USER)
    await store.seen(session, record.account_id, sealed, now)
    return (await hold_account(session, link.user_id)).id, Outcome.SIGNED_IN


async def _actor(session: AsyncSession, context: Context, user_id: UUID) -> EmployerUser:
    """The account's user, with the employer it has by now."""
    present = await load_employer_user(session, context, EmployerUser(id=user_id, name="", employer_id=None))
    if not isinstance(present, EmployerUser):
        raise JobPlatformLoginRefused
    return present


async def _own(session: AsyncSession, user_id: UUID) -> UUID:
    await hold_account(session, user_id)
    # Another browser may have linked the account while this one was away.
    refusal = states.why_not_link(linked=await store.link_of_user(session, user_id) is not None)
    if refusal is not None:
        raise refusal
    return user_id


async def _new_account(session: AsyncSession, context: Context, record: JobPlatformRecord) -> UUID:
    try:
        mobile = check_mobile(record.mobile)
    except ValueFault as fault:
        raise JobPlatformMobileUnusable(fault.reason, who_can_change=f"用户本人，在{JOB_PLATFORM}修改") from None
    account = await open_proved_account(session, context, mobile, _name(record))
    if account is None:
        raise JobPlatformMobileTaken(who_can_change=USER)
    return account.id


def _name(record: JobPlatformRecord) -> str | None:
    try:
        return check_person_name(record.name)
    except ValueFault:
        return None  # it can be given here; a login must not fail for it
