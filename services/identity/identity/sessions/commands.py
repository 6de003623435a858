"""Signing in, staying signed in, signing out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid4, uuid7

from common import clock
from common.auth.actors import Actor
from common.errors import Problem
from common.service import Context
from identity.roles import roles
from identity.sessions import store
from identity.sessions.errors import (
    AccountClosed,
    RefreshTokenReused,
    RefreshTokenUnknown,
    SignInLocked,
    WrongCredentials,
)

REFRESH_TOKEN_BYTES = 32
FORGET_BATCH = 1000


@dataclass(frozen=True)
class Tokens:
    """What a sign-in hands out."""

    actor: Actor
    access_token: str
    expires_in: int
    """Seconds until the access token runs out."""
    refresh_token: str


@dataclass(frozen=True)
class Proved:
    """Whose password it is, and what is in the way of a session."""

    actor: Actor
    obstacle: Problem | None


async def sign_in(session: AsyncSession, context: Context, realm: str, login: str, password: str) -> Tokens:
    """Check a password and begin a session.

    Raises:
        SignInLocked, WrongCredentials: as `prove_password`.
        Problem: the realm says what is in the way although the password is right.
    """
    proved = await prove_password(session, context, realm, login, password)
    if proved.obstacle:
        raise proved.obstacle
    return await issue_session(session, context, proved.actor)


async def prove_password(session: AsyncSession, context: Context, realm: str, login: str, password: str) -> Proved:
    """Check a password without beginning a session.

    The attempt is counted in a transaction of its own before the password is looked at: a refusal must be remembered,
    and a hundred guesses at once must not all come before the first is counted.

    Raises:
        SignInLocked: too many failures for this login name.
        WrongCredentials: no such account, or not its password.
    """
    login_index = context.resources.cipher.blind_index(login, f"sign-in.{realm}")
    await _count_attempt(context, realm, login_index)
    proof = await roles.prove(session, context, realm, login, password)
    if proof.actor is None:
        raise WrongCredentials
    await store.forget_attempts(session, realm, login_index)
    return Proved(proof.actor, proof.obstacle)


async def issue_session(session: AsyncSession, context: Context, actor: Actor) -> Tokens:
    """Begin a session of somebody who has proved who they are. Every way of signing in ends here."""
    now = clock.now()
    session_id = uuid7()
    expires = now + timedelta(days=context.settings.sessions.refresh_days)
    await store.begin_session(session, session_id, actor, now=now, expires=expires)
    return await _hand_out(session, context, actor, session_id, now, expires)


async def refresh_session(session: AsyncSession, context: Context, refresh_token: str) -> Tokens:
    """The next pair of tokens, with claims as they are now.

    Raises:
        RefreshTokenUnknown: not ours, run out, or the session has ended.
        RefreshTokenReused: it was used before; the whole session ends, and that stays so although we raise.
        AccountClosed: the account may not be used any more.
    """
    now = clock.now()
    session_id = await store.use_refresh_token(session, _hash(refresh_token), now)
    if session_id is None:
        await _end_if_reused(context, refresh_token, now)
        raise RefreshTokenUnknown
    kept = await store.live_session(session, session_id, now)
    if kept is None:
        raise RefreshTokenUnknown
    actor = await roles.present(session, context, Actor.from_claims(kept.claims))
    if actor is None:
        raise AccountClosed
    expires = now + timedelta(days=context.settings.sessions.refresh_days)
    await store.continue_session(session, session_id, actor, now=now, expires=expires)
    return await _hand_out(session, context, actor, session_id, now, expires)


async def sign_out(session: AsyncSession, session_id: UUID) -> None:
    """End a session. Access tokens run out by themselves within minutes."""
    await store.revoke(session, session_id, now=clock.now(), because="signed_out")


async def end_sessions(session: AsyncSession, role: str, account_id: UUID, because: str) -> int:
    """End every live session of an account: it was closed, left its employer, or has a new password.

    Args:
        because: a word for the record, such as `password_reset`.

    Returns: how many sessions ended.
    """
    return await store.revoke_all(session, role, account_id, now=clock.now(), because=because)


async def access_token(context: Context, actor: Actor, lifetime: timedelta, **claims: Any) -> str:
    """A signed JWT that says who this is."""
    issued = int(clock.now().timestamp())
    expires = issued + int(lifetime.total_seconds())
    return await context.resources.signing_keys.sign(
        {**actor.claims(), "iat": issued, "exp": expires, "jti": uuid4().hex, **claims}
    )


async def forget_ended_sessions(session: AsyncSession, context: Context) -> int:
    """One batch of what can mean nothing any more."""
    now = clock.now()
    before = now - timedelta(minutes=context.settings.sessions.lock_minutes)
    return await store.forget_ended(session, now=now, attempts_before=before, batch=FORGET_BATCH)


async def _count_attempt(context: Context, realm: str, login_index: str) -> None:
    settings, now = context.settings.sessions, clock.now()
    lock = timedelta(minutes=settings.lock_minutes)
    async with context.resources.aside.transaction() as own:
        if await store.count_attempt(
            own, realm, login_index, now=now, forgotten_before=now - lock, limit=settings.failures_before_lock
        ):
            return
        last = await store.last_attempt(own, realm, login_index) or now
    raise SignInLocked(
        f"该账号连续登录失败已达 {settings.failures_before_lock} 次，请 {settings.lock_minutes} 分钟后再试。",
        retry_after=max(1, round((last + lock - now).total_seconds())),
    )


async def _hand_out(
    session: AsyncSession, context: Context, actor: Actor, session_id: UUID, now: datetime, expires: datetime
) -> Tokens:
    lifetime = timedelta(minutes=context.settings.sessions.access_minutes)
    refresh_token = secrets.token_urlsafe(REFRESH_TOKEN_BYTES)
    await store.add_refresh_token(session, _hash(refresh_token), session_id, expires)
    signed = await access_token(context, actor, lifetime, sid=str(session_id))
    return Tokens(actor, signed, int(lifetime.total_seconds()), refresh_token)


async def _end_if_reused(context: Context, refresh_token: str, now: datetime) -> None:
    async with context.resources.aside.transaction() as own:
        reused = await store.session_of_used_token(own, _hash(refresh_token))
        if reused is None:
            return
        await store.revoke(own, reused, now=now, because="refresh_token_reused")
    raise RefreshTokenReused


def _hash(refresh_token: str) -> str:
    # Random in full, so a plain hash is as good as a slow one.
    return hashlib.sha256(refresh_token.encode()).hexdigest()
