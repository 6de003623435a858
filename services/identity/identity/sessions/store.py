"""The SQL of sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from identity.sessions.tables import RefreshToken, SignedInSession, SignInAttempts


async def begin_session(
    session: AsyncSession, session_id: UUID, actor: Actor, *, now: datetime, expires: datetime
) -> None:
    """A new family of refresh tokens."""
    await session.execute(
        insert(SignedInSession).values(
            id=session_id,
            role=actor.role,
            account_id=actor.id,
            claims=actor.claims(),
            created_at=now,
            refreshed_at=now,
            expires_at=expires,
        )
    )


async def continue_session(
    session: AsyncSession, session_id: UUID, actor: Actor, *, now: datetime, expires: datetime
) -> None:
    """The session was refreshed as this actor."""
    await session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id)
        .values(account_id=actor.id, claims=actor.claims(), refreshed_at=now, expires_at=expires)
    )


async def add_refresh_token(session: AsyncSession, token_hash: str, session_id: UUID, expires: datetime) -> None:
    """The family's newest token."""
    await session.execute(insert(RefreshToken).values(token_hash=token_hash, session_id=session_id, expires_at=expires))


async def use_refresh_token(session: AsyncSession, token_hash: str, now: datetime) -> UUID | None:
    """Use a token up. Of two at once one gets the session's id, the other None."""
    used = await session.execute(
        update(RefreshToken)
        .where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_(None), RefreshToken.expires_at > now)
        .values(used_at=now)
        .returning(RefreshToken.session_id)
    )
    return used.scalar_one_or_none()


async def session_of_used_token(session: AsyncSession, token_hash: str) -> UUID | None:
    """The session of a token that has been used already."""
    return await session.scalar(
        select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_not(None))
    )


async def live_session(session: AsyncSession, session_id: UUID, now: datetime) -> SignedInSession | None:
    """The session, held until the transaction ends, unless it has ended."""
    return await session.scalar(
        select(SignedInSession)
        .where(SignedInSession.id == session_id, SignedInSession.revoked_at.is_(None), SignedInSession.expires_at > now)
        .with_for_update()
    )


async def revoke(session: AsyncSession, session_id: UUID, *, now: datetime, because: str) -> None:
    """End a session; its refresh tokens are worth nothing from now on."""
    await session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id, SignedInSession.revoked_at.is_(None))
        .values(revoked_at=now, revoked_because=because)
    )


async def revoke_all(session: AsyncSession, role: str, account_id: UUID, *, now: datetime, because: str) -> int:
    """End every live session of an account. Returns how many."""
    ended = await session.execute(
        update(SignedInSession)
        .where(
            SignedInSession.role == role,
            SignedInSession.account_id == account_id,
            SignedInSession.revoked_at.is_(None),
            SignedInSession.expires_at > now,
        )
        .values(revoked_at=now, revoked_because=because)
    )
    return ended.rowcount  # type: ignore[attr-defined]


async def count_attempt(
    session: AsyncSession, realm: str, login_index: str, *, now: datetime, forgotten_before: datetime, limit: int
) -> bool:
    """Count one more attempt before it is made. False, and nothing counted, when the limit is reached."""
    first = upsert(SignInAttempts).values(realm=realm, login_index=login_index, attempts=1, last_at=now)
    is_forgotten = SignInAttempts.last_at < forgotten_before
    counted = await session.execute(
        first.on_conflict_do_update(
            index_elements=["realm", "login_index"],
            set_={
                "attempts": case((is_forgotten, 1), else_=SignInAttempts.attempts + 1),
                "last_at": now,
            },
            where=is_forgotten | (SignInAttempts.attempts < limit),
        ).returning(SignInAttempts.attempts)
    )
    return counted.first() is not None


async def last_attempt(session: AsyncSession, realm: str, login_index: str) -> datetime | None:
    """When somebody last tried to sign in with this login name."""
    return await session.scalar(
        select(SignInAttempts.last_at).where(SignInAttempts.realm == realm, SignInAttempts.login_index == login_index)
    )


async def forget_attempts(session: AsyncSession, realm: str, login_index: str) -> None:
    """A success wipes the slate."""
    await session.execute(
        delete(SignInAttempts).where(SignInAttempts.realm == realm, SignInAttempts.login_index == login_index)
    )


async def forget_ended(session: AsyncSession, *, now: datetime, attempts_before: datetime, batch: int) -> int:
    """Delete a batch of sessions that have run out (their tokens go with them) and of old attempts."""
    ended = (
        select(SignedInSession.id)
        .where(SignedInSession.expires_at < now)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    sessions = await session.execute(delete(SignedInSession).where(SignedInSession.id.in_(ended)))
    login = tuple_(SignInAttempts.realm, SignInAttempts.login_index)
    old = (
        select(SignInAttempts.realm, SignInAttempts.login_index)
        .where(SignInAttempts.last_at < attempts_before)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    attempts = await session.execute(delete(SignInAttempts).where(login.in_(old)))
    return sessions.rowcount + attempts.rowcount  # type: ignore[attr-defined]
