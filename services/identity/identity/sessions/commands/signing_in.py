"""Signing in with a password: counted, with a captcha where it is due, and written down whatever comes of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from common.errors import Problem, Unavailable
from common.service import Context
from identity.attempts.commands import Guess, count_guess, succeeded, take_back
from identity.attempts.errors import AddressLocked, SignInLocked
from identity.attempts.states import Counted
from identity.audit.commands import record_sign_in
from identity.audit.states import Outcome
from identity.captcha import states as captcha
from identity.captcha.commands import pass_captcha
from identity.captcha.errors import CaptchaNeeded, CaptchaWrong
from identity.captcha.states import CaptchaAnswer
from identity.roles import Proof, roles
from identity.sessions.commands.lasting import Tokens, issue_session
from identity.sessions.errors import WrongCredentials
from identity.visitors import Visitor, visitor_of


@dataclass(frozen=True)
class Proved:
    """Whose password it is, and what is in the way of a session."""

    actor: Actor
    obstacle: Problem | None


@dataclass(frozen=True)
class Try:
    """One try to prove a password, from where."""

    realm: str
    login: str
    password: str
    answer: CaptchaAnswer | None
    visitor: Visitor


async def sign_in(
    session: AsyncSession, context: Context, realm: str, login: str, password: str, answer: CaptchaAnswer | None = None
) -> Tokens:
    """Check a password and begin a session.

    Raises:
        CaptchaNeeded: this door asks for one every time.
        SignInLocked, AddressLocked, CaptchaNeeded, CaptchaWrong, WrongCredentials: as `prove_password`.
        Problem: the realm says what is in the way although the password is right.
    """
    visitor = visitor_of(session)
    guess = Guess.of(context, realm, login, visitor)
    if answer is None and captcha.is_always_asked(realm, context.settings.captcha):
        await _note(context, visitor, guess, None, Outcome.CAPTCHA_NEEDED)
        raise CaptchaNeeded
    proved = await prove_password(session, context, realm, login, password, answer)
    if proved.obstacle:
        await _note(context, visitor, guess, proved.actor.id, Outcome.REFUSED)
        raise proved.obstacle
    return await issue_session(session, context, proved.actor, guess.login)


async def prove_password(
    session: AsyncSession, context: Context, realm: str, login: str, password: str, answer: CaptchaAnswer | None = None
) -> Proved:
    """Check a password without beginning a session. The guess is counted before the password is looked at.

    Raises:
        SignInLocked, AddressLocked: too many failures for this login name from here, or from this address.
        CaptchaNeeded, CaptchaWrong: so many failures that a person has to show to be one; no password was looked at.
        WrongCredentials: no such account, or not its password.
    """
    attempt = Try(realm, login, password, answer, visitor_of(session))
    guess = Guess.of(context, realm, login, attempt.visitor)
    counted = await _counted(context, attempt, guess)
    proof = await _proof(session, context, attempt, guess)
    if proof.actor is None:
        await _note(context, attempt.visitor, guess, proof.account_id, Outcome.WRONG_CREDENTIALS)
        raise WrongCredentials(captcha_needed=_is_needed_next(context, realm, counted))
    await succeeded(context, guess)
    return Proved(proof.actor, proof.obstacle)


async def _counted(context: Context, attempt: Try, guess: Guess) -> Counted:
    try:
        counted = await count_guess(context, guess)
    except (SignInLocked, AddressLocked):
        await _note(context, attempt.visitor, guess, None, Outcome.LOCKED)
        raise
    if attempt.answer is None and not captcha.is_asked_after(counted, context.settings.captcha):
        return counted
    try:
        await pass_captcha(context, attempt.answer)
    except (CaptchaNeeded, CaptchaWrong) as refused:
        await take_back(context, guess)
        outcome = Outcome.CAPTCHA_NEEDED if isinstance(refused, CaptchaNeeded) else Outcome.CAPTCHA_WRONG
        await _note(context, attempt.visitor, guess, None, outcome)
        raise
    return counted


async def _proof(session: AsyncSession, context: Context, attempt: Try, guess: Guess) -> Proof:
    try:
        return await roles.prove(session, context, attempt.realm, attempt.login, attempt.password)
    except Unavailable:
        await take_back(context, guess)  # nobody has looked at the password
        raise


def _is_needed_next(context: Context, realm: str, counted: Counted) -> bool:
    settings = context.settings.captcha
    following = Counted(counted.from_here + 1, counted.at_login + 1, counted.from_address + 1)
    return captcha.is_always_asked(realm, settings) or captcha.is_asked_after(following, settings)


async def _note(context: Context, visitor: Visitor, guess: Guess, account_id: UUID | None, outcome: Outcome) -> None:
    # A transaction of its own: the request is refused, and what was tried is remembered all the same.
    async with context.resources.aside.transaction() as own:
        await record_sign_in(own, context, visitor, guess.realm, account_id, outcome, guess.login)
