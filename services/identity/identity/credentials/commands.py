"""Passwords and mobiles of employer users: forgotten, changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.identity import EmployerUserCredentialsChanged
from common.errors import Invalid
from common.messaging.outbox import emit
from common.service import Context
from identity.accounts.commands import EMPLOYER_REALM, hold_account, own_account, set_mobile, set_password
from identity.accounts.queries import full_mobile, user_of_mobile
from identity.accounts.states import password_faults
from identity.attempts.commands import Guess, forgive
from identity.captcha.states import CaptchaAnswer
from identity.credentials.errors import OldPasswordWrong, SameMobile, SamePassword
from identity.sessions.commands import end_sessions, prove_password
from identity.sessions.errors import WrongCredentials
from identity.sms_codes.commands import CodeGiven, prove_mobile, prove_mobiles
from identity.sms_codes.errors import SmsCodeExpired
from identity.sms_codes.states import Purpose
from identity.visitors import visitor_of


async def reset_password(
    session: AsyncSession, context: Context, mobile: str, sms_code: str, password: str, confirmation: str
) -> None:
    """Set a new password with a code; every session ends. A number without an account gets the same answer.

    Raises:
        Invalid: the password cannot be taken; the code was not touched.
        SmsCodeWrong, SmsCodeExpired: the mobile is not proved. A right code is used up from here on.
    """
    _check(password, confirmation, mobile)
    await prove_mobile(context, mobile, sms_code, Purpose.RESET_PASSWORD)
    # Hashed for nobody as well, so that time does not tell which numbers have an account.
    stored = await context.resources.passwords.hash(password)
    account = await user_of_mobile(session, context, mobile)
    if account is None:
        return
    await set_password(session, account.id, stored)
    await end_sessions(session, EmployerUser.role, account.id, "password_reset")
    await _tell_owner(session, account.id, "password")
    await forgive(session, Guess.of(context, EMPLOYER_REALM, mobile, visitor_of(session)))


async def change_password(
    session: AsyncSession,
    context: Context,
    actor: EmployerUser,
    passwords: tuple[str, str, str],
    answer: CaptchaAnswer | None,
    keep: UUID | None,
) -> None:
    """Set a new password with the old one; every other session ends.

    Args:
        passwords: the old one, the new one, and the new one again.
        keep: the session in which it is changed.

    Raises:
        Invalid: the new password cannot be taken.
        OldPasswordWrong: counted like a failed sign-in; or it was changed in this moment.
        SignInLocked, AddressLocked, CaptchaNeeded, CaptchaWrong: as when signing in.
        SamePassword: choose another.
    """
    old, new, confirmation = passwords
    account = await own_account(session, actor.id)
    mobile, proved = full_mobile(context, account), account.password_hash
    _check(new, confirmation, mobile)
    await _prove_old_password(session, context, mobile, old, answer)
    if new == old:
        raise SamePassword
    stored = await context.resources.passwords.hash(new)
    # Held only now: nobody holds a row while a guess is counted aside.
    if (await hold_account(session, actor.id)).password_hash != proved:
        raise OldPasswordWrong
    await set_password(session, actor.id, stored)
    await end_sessions(session, actor.role, actor.id, "password_changed", keep=keep)
    await _tell_owner(session, account.id, "password")


async def prove_by_password(
    session: AsyncSession, context: Context, actor: EmployerUser, password: str, answer: CaptchaAnswer | None
) -> None:
    """Let the owner of the account go on, who knows its password.

    Raises:
        OldPasswordWrong, and what `change_password` raises with it.
    """
    account = await own_account(session, actor.id)
    await _prove_old_password(session, context, full_mobile(context, account), password, answer)


async def change_mobile(
    session: AsyncSession,
    context: Context,
    actor: EmployerUser,
    mobile: str,
    codes: tuple[str, str | None],
    keep: UUID | None,
) -> None:
    """Sign in with another number from now on; every other session ends.

    Args:
        codes: what was sent to the new number, and what was sent to the present one; without the latter the caller has
            proved by the password who asks. Right codes are used up together, and for good.

    Raises:
        SameMobile: nothing to change.
        SmsCodeWrong, SmsCodeExpired: a number is not proved, or the present one was changed in this moment.
        MobileTaken: the new one is proved, and has another account.
    """
    present = full_mobile(context, await own_account(session, actor.id))
    if mobile == present:
        raise SameMobile
    to_new, to_present = codes
    given = [CodeGiven(present, to_present, Purpose.CONFIRM)] if to_present else []
    await prove_mobiles(context, *given, CodeGiven(mobile, to_new, Purpose.CHANGE_MOBILE))
    # Held only now: nobody holds a row while a try is counted aside.
    if full_mobile(context, await hold_account(session, actor.id)) != present:
        raise SmsCodeExpired
    await set_mobile(session, context, actor.id, mobile)
    await end_sessions(session, actor.role, actor.id, "mobile_changed", keep=keep)
    await _tell_owner(session, actor.id, "mobile")


async def _tell_owner(session: AsyncSession, user_id: UUID, what: str) -> None:
    now = clock.now()
    event = EmployerUserCredentialsChanged(user_id=user_id, what=what, at=now)
    await emit(session, event, sequence=int(now.timestamp()))


def _check(password: str, confirmation: str, mobile: str) -> None:
    faults = password_faults(password, confirmation, mobile)
    if faults:
        raise Invalid(errors=faults)


async def _prove_old_password(
    session: AsyncSession, context: Context, mobile: str, password: str, answer: CaptchaAnswer | None
) -> None:
    try:
        await prove_password(session, context, EMPLOYER_REALM, mobile, password, answer)
    except WrongCredentials as wrong:
        raise OldPasswordWrong(**wrong.facts) from wrong
