"""Passwords of staff: reset by the centre, changed by their owner, forgotten and set anew with a code by SMS."""

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, CentreUser
from common.contracts.values.checked import ValueFault
from common.errors import Problem
from common.logging import get_logger
from common.service import Context
from identity.attempts.commands import Guess, forgive
from identity.employment.client import EmploymentSystem
from identity.sessions.commands import end_sessions, prove_password
from identity.sms_codes.commands import give_back, prove_mobile, send_code
from identity.sms_codes.errors import SmsCodeExpired, SmsCodeWrong
from identity.sms_codes.states import Purpose
from identity.staff import store
from identity.staff.commands.accounts import admitted, mobile_of, note
from identity.staff.commands.signing_in import STAFF_REALM
from identity.staff.errors import PasswordMustChange, ResetRefused, SamePassword
from identity.staff.queries import actor_from
from identity.staff.schemas.accounts import check_username
from identity.staff.schemas.passwords import PasswordChange, PasswordReset
from identity.staff.states import Change, Origin
from identity.staff.tables import StaffUser
from identity.visitors import visitor_of

log = get_logger(__name__)

LETTERS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"
"""Without those that look alike: a reset password is read aloud or copied by hand."""
ONE_TIME_LETTERS, ONE_TIME_DIGITS = 6, 6


async def reset_by_centre(session: AsyncSession, context: Context, actor: CentreUser, user_id: UUID) -> str:
    """A password that is good for one thing, choosing another; sessions end. Returns it, and nothing else keeps it.

    Raises:
        StaffUserNotFound, AccountLivesElsewhere, OwnAccount, AccountIsClosed: not to be reset here.
    """
    user = await admitted(session, Change.PASSWORD_RESET, user_id, actor)
    password = _one_time_password()
    await _store(session, context, user, password, must_change=True)
    await note(session, user_id, Change.PASSWORD_RESET, actor)
    return password


async def change_own(session: AsyncSession, context: Context, wanted: PasswordChange) -> None:
    """Set a new password with the old one; every session ends. Also the way on from a password the centre gave out.

    Raises:
        SignInLocked, CaptchaNeeded, WrongCredentials: as when signing in, and counted with it.
        SamePassword: choose another.
        EmploymentPasswordRefused, EmploymentSystemUnavailable: said by the system that keeps the account.
    """
    old, new = wanted.password.get_secret_value(), wanted.new_password.get_secret_value()
    proved = await prove_password(session, context, STAFF_REALM, wanted.username, old, wanted.captcha)
    if proved.obstacle and not isinstance(proved.obstacle, PasswordMustChange):
        raise proved.obstacle
    if old == new:
        raise SamePassword
    user = await store.find_open_by_id(session, proved.actor.id)
    if user is not None:
        await _set(session, context, user, new, proved.actor)


async def send_reset_code(context: Context, username: str, address: str) -> None:
    """Send a code to the mobile of an account, if there is such an account with a mobile. Tells nobody which.

    Runs after the answer has gone, so that neither its content nor its time tells whether the account exists.
    """
    async with context.resources.aside.transaction() as own:
        user = await _resettable(own, username)
    mobile = mobile_of(context.resources.cipher, user) if user else None
    if mobile is None:
        return
    try:
        await send_code(context, mobile, Purpose.RESET_PASSWORD, address)
    except Problem as problem:
        log.warning("reset code not sent", reason=problem.code)


async def reset_by_code(session: AsyncSession, context: Context, wanted: PasswordReset) -> None:
    """Set a new password with a code; every session ends.

    Raises:
        ResetRefused: the user name or the code is wrong, and which of them is not said.
        EmploymentAccountClosed, EmploymentPasswordRefused, EmploymentSystemUnavailable: said by the employment system;
            the code was not used up, the try was counted.
    """
    user = await _resettable(session, wanted.username)
    mobile = mobile_of(context.resources.cipher, user) if user else None
    if user is None or mobile is None:
        raise ResetRefused
    try:
        await prove_mobile(context, mobile, wanted.sms_code, Purpose.RESET_PASSWORD)
    except (SmsCodeWrong, SmsCodeExpired) as fault:
        raise ResetRefused from fault
    try:
        await _set(session, context, user, wanted.password.get_secret_value(), actor_from(user))
    except Problem:
        await give_back(context, mobile, Purpose.RESET_PASSWORD)
        raise
    await forgive(session, Guess.of(context, STAFF_REALM, wanted.username, visitor_of(session)))


async def _resettable(session: AsyncSession, username: str) -> StaffUser | None:
    try:
        user = await store.find_by_username(session, check_username(username))
    except ValueFault:
        return None
    return user if user is not None and user.closed_at is None else None


async def _set(session: AsyncSession, context: Context, user: StaffUser, password: str, actor: Actor) -> None:
    if user.origin == Origin.PLATFORM:
        await _store(session, context, user, password, must_change=False)
    else:
        # Asked first: nothing of ours is held meanwhile.
        await EmploymentSystem.of(context).set_password(user.username, password)
        await end_sessions(session, user.role, user.id, "password_changed")
    await note(session, user.id, Change.PASSWORD_CHANGED, actor)


async def _store(session: AsyncSession, context: Context, user: StaffUser, password: str, *, must_change: bool) -> None:
    stored = await context.resources.passwords.hash(password)
    await store.change(session, user.id, password_hash=stored, must_change_password=must_change)
    await end_sessions(session, user.role, user.id, "password_changed")


def _one_time_password() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(ONE_TIME_LETTERS))
    return letters + "".join(secrets.choice(DIGITS) for _ in range(ONE_TIME_DIGITS))
