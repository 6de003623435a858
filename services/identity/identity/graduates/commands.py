"""Signing in through CHSI, and confirming the data."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

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
from identity.graduates.errors import (
    ChsiLoginCancelled,
    ChsiLoginRefused,
    EnrolmentNotFound,
    GraduateDataChanged,
    LoginCodeRefused,
    LoginStateRefused,
)
from identity.graduates.queries import actor_of, own_rows, present_graduate
from identity.graduates.schemas import EnrolmentRecord
from identity.graduates.states import admitted, removed_from_roster, switch_obstacle, vouched_for
from identity.oauth import Begun, Return, fingerprint, fresh_secret
from identity.roster.commands import note_confirmed, take_contact
from identity.roster.queries import graduate as stored_graduate
from identity.roster.queries import rows_of_person
from identity.roster.states import KeptGraduate
from identity.schools.queries import names_of_school
from identity.sessions.commands import Tokens, continue_session_as, issue_session

LOGIN_LASTS = timedelta(minutes=10)
EXCHANGE_LASTS = timedelta(minutes=1)
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
    """Let the graduate in whom CHSI vouches for. Raises what `admit` raises."""
    return await issue_session(session, context, actor_of(await admit(session, context, back, browser)))


async def finish_in_browser(session: AsyncSession, context: Context, back: Return, browser: str | None) -> str:
    """The same for a person in front of a page: a code that the portal exchanges for tokens, once and within a minute.

    Tokens never stand in an address or on a page. Raises what `admit` raises.
    """
    graduate = await admit(session, context, back, browser)
    code = fresh_secret()
    await store.add_exchange(session, fingerprint(code), graduate.id, clock.now() + EXCHANGE_LASTS)
    return code


async def exchange_login(session: AsyncSession, context: Context, code: str) -> Tokens:
    """Tokens of the graduate whose browser was given this code.

    Raises:
        LoginCodeRefused: used before, run out, or never given.
        RemovedFromRoster: taken off the list since.
    """
    graduate_id = await store.take_exchange(session, fingerprint(code), clock.now())
    if graduate_id is None:
        raise LoginCodeRefused
    graduate = await stored_graduate(session, context.resources.cipher, graduate_id)
    if not graduate.on_roster:
        raise removed_from_roster(graduate)
    return await issue_session(session, context, actor_of(graduate))


async def switch_enrolment(
    session: AsyncSession, context: Context, actor: Graduate, graduate_id: UUID, session_id: UUID | None
) -> Tokens:
    """Go on as another row of the same person: an earlier cohort, or another school (guides/004 §3). The session stays.

    Raises:
        EnrolmentNotFound: no row of this person.
        RemovedFromRoster: not on that list any more.
        EnrolmentNotCompared: sign in again first.
    """
    own = {row.id: row for row in await own_rows(session, context, actor)}
    if graduate_id not in own:
        raise EnrolmentNotFound
    admitted_versions = await store.admitted_versions(session, [graduate_id])
    if obstacle := switch_obstacle(own[graduate_id], admitted_versions.get(graduate_id)):
        raise obstacle
    return await continue_session_as(session, context, actor_of(own[graduate_id]), session_id)


async def admit(session: AsyncSession, context: Context, back: Return, browser: str | None) -> KeptGraduate:
    """The graduate whom CHSI vouches for, with the contact that CHSI has.

    Raises:
        LoginStateRefused, ChsiLoginCancelled, ChsiLoginRefused: no login of this browser, or none that succeeded.
        ChsiUnavailable: try again later.
        NotOnRoster, RemovedFromRoster, EnrolmentNotBound, EnrolmentMismatch: not let in, and whom to ask.
    """
    verifier = await _take_verifier(context, back.state, browser)
    if back.error is not None:
        raise ChsiLoginCancelled if back.error == "access_denied" else ChsiLoginRefused
    if not back.code:
        raise ChsiLoginRefused
    record = await Chsi(context.http, context.settings).enrolment_record(back.code, verifier)
    rows = await rows_of_person(session, context.resources.cipher, compact(record.id_number).upper())
    names = {code: await names_of_school(session, code) for code in sorted({row.school_code for row in rows})}
    graduate = await _with_contact(session, context, admitted(rows, record, names), record)
    # Nothing is refused from here on.
    await store.admit(session, vouched_for(rows, record, names), clock.now())
    return graduate


async def confirm_data(
    session: AsyncSession, context: Context, actor: Graduate, version: int, session_id: UUID | None
) -> Tokens:
    """信息确认无误，进入系统 (guides/004 §2), for the version that was shown. The session stays.

    Raises:
        GraduateDataChanged: another version is in force by now; show that one.
        RemovedFromRoster: taken off the list since.
    """
    graduate = await present_graduate(session, context, actor)
    if graduate.version != version:
        raise GraduateDataChanged(version=graduate.version)
    await store.confirm(session, graduate.id, version, clock.now())
    await note_confirmed(session, graduate.id, version)
    confirmed = actor_of(replace(graduate, confirmed_version=version))
    return await continue_session_as(session, context, confirmed, session_id)


async def forget_abandoned_logins(session: AsyncSession) -> int:
    """One batch of logins that never came back from CHSI, or that nobody fetched."""
    forgotten = await store.forget_logins(session, clock.now(), FORGET_BATCH)
    return forgotten + await store.forget_exchanges(session, clock.now(), FORGET_BATCH)


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
