"""Passwords and mobiles of employer users: forgotten, changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import EmployerUser
from common.errors import Invalid
from common.service import Context
from identity.accounts.commands import EMPLOYER_REALM, hold_account, set_mobile, set_password
from identity.accounts.queries import full_mobile, user_of_mobile
from identity.accounts.states import password_faults
from identity.accounts.tables import EmployerAccount
from identity.attempts.commands import Guess, forgive
from identity.captcha.states import CaptchaAnswer
from identity.credentials.errors import OldPasswordWrong, SameMobile, SamePassword
from identity.sessions.commands import end_sessions, prove_password
from identity.sessions.errors import WrongCredentials
from identity.sms_codes.commands import prove_mobile
from identity.sms_codes.states import Purpose
from identity.visitors import visitor_of


async def reset_password(
    session: AsyncSession, context: Context, mobile: str, sms_code: str, password: str, confirmation: str
) -> None:
    """Set a new password with a code; every session ends. A number without an account gets the same answer.

    Raises:
        Invalid: the password cannot be taken; the code was not touched.
        SmsCodeWrong, SmsCodeExpired: the mobile is not proved.
    """
    _check(password, confirmation, mobile)
    await prove_mobile(session, context, mobile, sms_code, Purpose.RESET_PASSWORD)
    # Hashed for nobody as well, so that time does not tell which numbers have an account.
    stored = await context.resources.passwords.hash(password)
    account = await user_of_mobile(session, context, mobile)
    if account is None:
        return
    await set_password(session, account.id, stored)
    await end_sessions(session, EmployerUser.role, account.id, "password_reset")
    await forgive(context, Guess.of(context, EMPLOYER_REALM, mobile, visitor_of(session)))


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
        OldPasswordWrong: counted like a failed sign-in.
        SignInLocked, AddressLocked, CaptchaNeeded, CaptchaWrong: as when signing in.
        SamePassword: choose another.
    """
    old, new, confirmation = passwords
    account = await hold_account(session, actor.id)
    mobile = full_mobile(context, account)
    _check(new, confirmation, mobile)
    await _prove_old_password(session, context, mobile, old, answer)
    if new == old:
        raise SamePassword
    await set_password(session, account.id, await context.resources.passwords.hash(new))
    await end_sessions(session, actor.role, actor.id, "password_changed", keep=keep)


async def change_mobile_by_password(
    session: AsyncSession, context: Context, actor: EmployerUser, password: str, answer: CaptchaAnswer | None
) -> EmployerAccount:
    """The account whose mobile is to be changed, held, when this is its password.

    Raises:
        OldPasswordWrong and what `change_password` raises with it.
    """
    account = await hold_account(session, actor.id)
    await _prove_old_password(session, context, full_mobile(context, account), password, answer)
    return account


async def change_mobile_by_code(
    session: AsyncSession, context: Context, actor: EmployerUser, old_sms_code: str
) -> EmployerAccount:
    """The account whose mobile is to be changed, held, when this code was sent to its present number.

    Raises:
        SmsCodeWrong, SmsCodeExpired: it was not.
    """
    account = await hold_account(session, actor.id)
    await prove_mobile(session, context, full_mobile(context, account), old_sms_code, Purpose.CONFIRM)
    return account


async def change_mobile(
    session: AsyncSession, context: Context, account: EmployerAccount, mobile: str, sms_code: str, keep: UUID | None
) -> EmployerAccount:
    """Sign in with another number from now on; every other session ends.

    Args:
        account: held by one of the two above, which have seen the owner's right to change it.

    Raises:
        SameMobile: nothing to change.
        SmsCodeWrong, SmsCodeExpired: the new number is not proved.
        MobileTaken: it is, and has another account.
    """
    if mobile == full_mobile(context, account):
        raise SameMobile
    await prove_mobile(session, context, mobile, sms_code, Purpose.CHANGE_MOBILE)
    changed = await set_mobile(session, context, account.id, mobile)
    await end_sessions(session, EmployerUser.role, account.id, "mobile_changed", keep=keep)
    return changed


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
