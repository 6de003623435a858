"""Signing in through CHSI, and confirming the data."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import Graduate
from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault
from common.contracts.values.email import check_email
from common.contracts.values.mobile import check_mobile
from common.service import Context
from identity.graduates import store
from identity.graduates.chsi import Chsi
from identity.graduates.errors import ChsiLoginCancelled, ChsiLoginRefused, GraduateDataChanged, LoginStateRefused
from identity.graduates.queries import actor_of
from identity.graduates.schemas import EnrolmentRecord
from identity.graduates.states import admitted
from identity.oauth import Begun, Return, fingerprint, fresh_secret
from identity.roster.commands import take_contact
from identity.roster.queries import graduate as stored_graduate
from identity.roster.queries import rows_of_person
from identity.roster.states import KeptGraduate
from identity.sessions.commands import Tokens, issue_session

LOGIN_LASTS = timedelta(minutes=10)
SEALED_FIELD = "chsi_logins.verifier"
FORGET_BATCH = 1000
BY_CHSI = "chsi"


async def begin_login(session: AsyncSession, context: Context) -> Begun:
    """Send a browser to CHSI. State and verifier are fresh; the browser is bound by a secret of its own."""
    state, browser, verifier = (fresh_secret() for _ in range(3))
    await store.begin_login(
        session,
        state_hash=fingerprint(state),
        browser_hash=fingerprint(browser),
        verifier_sealed=context.resources.cipher.encrypt(verifier, SEALED_FIELD),
        expires_at=clock.now() + LOGIN_LASTS,
    )
    return Begun(Chsi(context.http, context.settings).authorize_url(state, verifier), browser)


async def finish_login(session: AsyncSession, context: Context, back: Return, browser: str | None) -> Tokens:
    """Let the graduate in whom CHSI vouches for.

    Raises:
        LoginStateRefused, ChsiLoginCancelled, ChsiLoginRefused: no login of this browser, or none that succeeded.
        ChsiUnavailable: try again later.
        NotOnRoster, EnrolmentNotBound, EnrolmentMismatch: not let in, and whom to ask.
    """
    verifier = await _take_verifier(context, back.state, browser)
    if back.error is not None:
        raise ChsiLoginCancelled if back.error == "access_denied" else ChsiLoginRefused
    if not back.code:
        raise ChsiLoginRefused
    record = await Chsi(context.http, context.settings).enrolment_record(back.code, verifier)
    rows = await rows_of_person(session, context.resources.cipher, compact(record.id_number).upper())
    graduate = await _with_contact(session, context, admitted(rows, record), record)
    return await issue_session(session, context, await actor_of(session, graduate))


async def confirm_data(session: AsyncSession, context: Context, actor: Graduate, version: int) -> Tokens:
    """信息确认无误，进入系统 (guides/004 §2), for the version that was shown.

    Raises:
        GraduateDataChanged: another version is in force by now; show that one.
    """
    graduate = await stored_graduate(session, context.resources.cipher, actor.graduate_id)
    if graduate.version != version:
        raise GraduateDataChanged(version=graduate.version)
    await store.confirm(session, graduate.id, version, clock.now())
    return await issue_session(session, context, await actor_of(session, graduate))


async def forget_abandoned_logins(session: AsyncSession) -> int:
    """One batch of logins that never came back from CHSI."""
    return await store.forget_logins(session, clock.now(), FORGET_BATCH)


async def _take_verifier(context: Context, state: str, browser: str | None) -> str:
    if not browser:
        raise LoginStateRefused
    # A transaction of its own: the state is used up whatever comes of the rest.
    async with context.resources.aside.transaction() as own:
        sealed = await store.take_login(own, fingerprint(state), fingerprint(browser), clock.now())
    if sealed is None:
        raise LoginStateRefused
    return context.resources.cipher.decrypt(sealed, SEALED_FIELD)


async def _with_contact(
    session: AsyncSession, context: Context, graduate: KeptGraduate, record: EnrolmentRecord
) -> KeptGraduate:
    mobile, email = _mobile(record), _email(record)
    known = (graduate.particulars.mobile, graduate.particulars.email)
    if graduate.contact_from == "chsi" and (mobile or known[0], email or known[1]) == known:
        return graduate
    return await take_contact(session, context.resources.cipher, graduate.id, BY_CHSI, mobile=mobile, email=email)


def _mobile(record: EnrolmentRecord) -> str | None:
    try:
        return check_mobile(record.mobile)
    except ValueFault:
        return None  # CHSI takes foreign numbers too; a login must not fail for it


def _email(record: EnrolmentRecord) -> str | None:
    try:
        return check_email(record.email)
    except ValueFault:
        return None
