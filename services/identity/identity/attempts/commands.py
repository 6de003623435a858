"""Counting guesses at passwords, in transactions of their own: a refusal must be remembered, and a hundred guesses at
once must not all come before the first is counted. Nothing here depends on whether an account exists."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.service import Context
from identity.attempts import store
from identity.attempts.errors import AddressLocked, SignInLocked
from identity.attempts.states import Counted
from identity.visitors import Visitor

FORGET_BATCH = 1000
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Guess:
    """One guess: at which login name of which realm, from where. All by fingerprints."""

    realm: str
    address: str
    login: str
    here: str

    @classmethod
    def of(cls, context: Context, realm: str, login: str, visitor: Visitor) -> "Guess":
        """The guess that a visitor is about to make."""
        index = context.resources.cipher.blind_index
        address = index(visitor.network, "sign-in.address")
        return cls(realm, address, index(login, f"sign-in.{realm}"), index(f"{login}\0{address}", f"sign-in.{realm}"))


async def count_guess(context: Context, guess: Guess) -> Counted:
    """Count a guess before anything is compared.

    Raises:
        SignInLocked, AddressLocked: no more guesses now; nothing was counted.
    """
    settings, now = context.settings.sessions, clock.now()
    before = now - timedelta(minutes=settings.lock_minutes)
    # Always in this order, against deadlocks.
    async with context.resources.aside.transaction() as own:
        limits = {
            guess.address: settings.failures_from_address,
            guess.login: NO_LIMIT,
            guess.here: settings.failures_before_lock,
        }
        counted: dict[str, int] = {}
        for index, limit in limits.items():
            attempts = await store.count(own, guess.realm, index, now=now, forgotten_before=before, limit=limit)
            if attempts is None:
                raise await _locked(own, context, guess, index, now)
            counted[index] = attempts
    return Counted(counted[guess.here], counted[guess.login], counted[guess.address])


async def take_back(context: Context, guess: Guess) -> None:
    """No password was looked at, so it was no guess."""
    async with context.resources.aside.transaction() as own:
        for index in (guess.address, guess.login, guess.here):
            await store.take_back(own, guess.realm, index)


async def succeeded(context: Context, guess: Guess) -> None:
    """A right password: begin anew here. Others' failures at this name, and this address's at others, stay counted."""
    async with context.resources.aside.transaction() as own:
        for index in (guess.address, guess.login):
            await store.take_back(own, guess.realm, index)
        await store.wipe(own, guess.realm, guess.here)


async def forgive(session: AsyncSession, guess: Guess) -> None:
    """The owner has proved themselves otherwise: failures at this name count no longer, whoever's they were.

    In the request's own transaction, and last in it: guesses at this name wait until it ends.
    """
    for index in (guess.login, guess.here):
        await store.wipe(session, guess.realm, index)


async def forget_attempts(session: AsyncSession, context: Context) -> int:
    """One batch of counts that have run out."""
    before = clock.now() - timedelta(minutes=context.settings.sessions.lock_minutes)
    return await store.forget(session, before, FORGET_BATCH)


async def _locked(
    session: AsyncSession, context: Context, guess: Guess, index: str, now: datetime
) -> SignInLocked | AddressLocked:
    settings = context.settings.sessions
    last = await store.last_at(session, guess.realm, index) or now
    wait = max(1, round((last + timedelta(minutes=settings.lock_minutes) - now).total_seconds()))
    if index == guess.address:
        return AddressLocked(retry_after=wait)
    return SignInLocked(
        f"该账号连续登录失败已达 {settings.failures_before_lock} 次，请 {settings.lock_minutes} 分钟后再试。",
        retry_after=wait,
    )
