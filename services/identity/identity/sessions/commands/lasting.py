"""Beginning sessions, keeping them alive, ending them."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid4, uuid7

from common import clock
from common.auth.actors import Actor
from common.service import Context
from identity.audit.commands import record_sign_in
from identity.audit.states import Outcome
from identity.roles import realm_of, roles
from identity.sessions import store
from identity.sessions.errors import (
    AccountClosed,
    RefreshTokenReused,
    RefreshTokenUnknown,
    SessionEnded,
    SessionNotFound,
)
from identity.sessions.states import Device, is_second_tab
from identity.visitors import Visitor, visitor_of

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


def device_of(context: Context, visitor: Visitor) -> Device:
    """What a session keeps of its visitor."""
    if not visitor.address:
        return Device(None, None, None)
    index = context.resources.cipher.blind_index(visitor.network, "sessions.address")
    return Device(index, visitor.shown_address, visitor.user_agent)


async def issue_session(
    session: AsyncSession, context: Context, actor: Actor, login_index: str | None = None
) -> Tokens:
    """Begin a session of somebody who has proved who they are. Every way of signing in ends here.

    Args:
        login_index: the fingerprint of the login name, where one was given.
    """
    now, visitor = clock.now(), visitor_of(session)
    session_id = uuid7()
    expires = now + timedelta(days=context.settings.sessions.refresh_days)
    await store.begin_session(session, session_id, actor, device_of(context, visitor), now=now, expires=expires)
    await record_sign_in(session, context, visitor, realm_of(actor), actor.id, Outcome.SIGNED_IN, login_index)
    return await _hand_out(session, context, actor, session_id, now, expires)


async def refresh_session(session: AsyncSession, context: Context, refresh_token: str) -> Tokens:
    """The next pair of tokens, with claims as they are now. A token works once, and for a few seconds in a second tab.

    Raises:
        RefreshTokenUnknown: not ours, run out, or the session has ended.
        RefreshTokenReused: it was used before; the whole session ends, and that stays so although we raise.
        AccountClosed: the account may not be used any more.
    """
    now, device = clock.now(), device_of(context, visitor_of(session))
    session_id = await store.use_refresh_token(session, _hash(refresh_token), now)
    if session_id is None:
        session_id = await _session_of_second_tab(session, context, refresh_token, device, now)
    kept = await store.live_session(session, session_id, now)
    if kept is None:
        raise RefreshTokenUnknown
    actor = await roles.present(session, context, Actor.from_claims(kept.claims))
    if actor is None:
        raise AccountClosed
    expires = now + timedelta(days=context.settings.sessions.refresh_days)
    await store.continue_session(session, session_id, actor, device, now=now, expires=expires)
    return await _hand_out(session, context, actor, session_id, now, expires)


async def continue_session_as(session: AsyncSession, context: Context, actor: Actor, session_id: UUID | None) -> Tokens:
    """The next pair of tokens of a session whose owner has confirmed their data or goes on as another row of theirs.

    It is the same sign-in on the same device: the refresh token that was handed out before is used up.

    Args:
        session_id: the session that the access token names; a token that names none begins one.

    Raises:
        SessionEnded: signed out in this moment.
    """
    if session_id is None:
        return await issue_session(session, context, actor)
    now = clock.now()
    # Tokens first and then the session, as when refreshing, so that the two never wait for each other.
    await store.use_tokens_of(session, session_id, now)
    if await store.live_session(session, session_id, now) is None:
        raise SessionEnded
    expires = now + timedelta(days=context.settings.sessions.refresh_days)
    device = device_of(context, visitor_of(session))
    await store.continue_session(session, session_id, actor, device, now=now, expires=expires)
    return await _hand_out(session, context, actor, session_id, now, expires)


async def sign_out(session: AsyncSession, session_id: UUID) -> None:
    """End a session. Its access token is refused here within seconds, and runs out elsewhere within minutes."""
    await store.revoke(session, session_id, now=clock.now(), because="signed_out")


async def end_sessions(
    session: AsyncSession, role: str, account_id: UUID, because: str, *, keep: UUID | None = None
) -> int:
    """End every live session of an account: it was closed, left its employer, or has a new password.

    Args:
        because: a word for the record, such as `password_reset`.
        keep: the session that stays, such as the one in which the password was changed.

    Returns: how many sessions ended.
    """
    return await store.revoke_all(session, role, account_id, keep=keep, now=clock.now(), because=because)


async def end_sessions_as(
    session: AsyncSession,
    kind: type[Actor],
    account_ids: Collection[UUID],
    claim: str,
    values: Collection[str],
    because: str,
) -> int:
    """End the live sessions of these accounts in which a claim has one of these values, such as one cohort's row of a
    person. Returns how many ended."""
    which = (kind.role, account_ids)
    return await store.revoke_claiming(session, *which, claim, values, now=clock.now(), because=because)


async def end_session(session: AsyncSession, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions.

    Raises:
        SessionNotFound: there is no such live session of this account.
    """
    ended = await store.revoke_own(session, actor.role, actor.id, session_id, now=clock.now(), because="ended_by_owner")
    if not ended:
        raise SessionNotFound


async def access_token(context: Context, actor: Actor, lifetime: timedelta, **claims: Any) -> str:
    """A signed JWT that says who this is."""
    issued = int(clock.now().timestamp())
    expires = issued + int(lifetime.total_seconds())
    return await context.resources.signing_keys.sign(
        {**actor.claims(), "iat": issued, "exp": expires, "jti": uuid4().hex, **claims}
    )


async def forget_ended_sessions(session: AsyncSession) -> int:
    """One batch of what can mean nothing any more."""
    return await store.forget_ended(session, clock.now(), FORGET_BATCH)


async def _hand_out(
    session: AsyncSession, context: Context, actor: Actor, session_id: UUID, now: datetime, expires: datetime
) -> Tokens:
    lifetime = timedelta(minutes=context.settings.sessions.access_minutes)
    refresh_token = secrets.token_urlsafe(REFRESH_TOKEN_BYTES)
    await store.add_refresh_token(session, _hash(refresh_token), session_id, expires)
    signed = await access_token(context, actor, lifetime, sid=str(session_id))
    return Tokens(actor, signed, int(lifetime.total_seconds()), refresh_token)


async def _session_of_second_tab(
    session: AsyncSession, context: Context, refresh_token: str, device: Device, now: datetime
) -> UUID:
    grace = timedelta(seconds=context.settings.sessions.refresh_grace_seconds)
    used = await store.used_token(session, _hash(refresh_token))
    if used is None:
        raise RefreshTokenUnknown
    if is_second_tab(used, device, now, grace):
        return used.session_id
    async with context.resources.aside.transaction() as own:
        await store.revoke(own, used.session_id, now=now, because="refresh_token_reused")
    raise RefreshTokenReused


def _hash(refresh_token: str) -> str:
    # Random in full, so a plain hash is as good as a slow one.
    return hashlib.sha256(refresh_token.encode()).hexdigest()
