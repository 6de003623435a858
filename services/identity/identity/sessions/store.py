"""The SQL of sessions."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from identity.sessions.states import Device, UsedToken
from identity.sessions.tables import RefreshToken, SignedInSession

MOST_SHOWN = 100


async def begin_session(
    session: AsyncSession, session_id: UUID, actor: Actor, device: Device, *, now: datetime, expires: datetime
) -> None:
    """A new family of refresh tokens."""
    await session.execute(
        insert(SignedInSession).values(
            id=session_id,
            role=actor.role,
            account_id=actor.id,
            claims=actor.claims(),
            **asdict(device),
            created_at=now,
            refreshed_at=now,
            expires_at=expires,
        )
    )


async def continue_session(
    session: AsyncSession, session_id: UUID, actor: Actor, device: Device, *, now: datetime, expires: datetime
) -> None:
    """The session was refreshed as this actor."""
    await session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id)
        .values(account_id=actor.id, claims=actor.claims(), **asdict(device), refreshed_at=now, expires_at=expires)
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


async def use_tokens_of(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Use up whatever a session still has to be refreshed with."""
    which = (RefreshToken.session_id == session_id, RefreshToken.used_at.is_(None))
    await session.execute(update(RefreshToken).where(*which).values(used_at=now))


async def used_token(session: AsyncSession, token_hash: str) -> UsedToken | None:
    """A token that has been used already: of which session, when, and which device the session was on then."""
    found = await session.execute(
        select(
            RefreshToken.session_id,
            RefreshToken.used_at,
            SignedInSession.address_index,
            SignedInSession.address_shown,
            SignedInSession.user_agent,
        )
        .join(SignedInSession, SignedInSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_not(None))
    )
    row = found.one_or_none()
    if row is None:
        return None
    return UsedToken(row.session_id, row.used_at, Device(row.address_index, row.address_shown, row.user_agent))


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


async def revoke_all(
    session: AsyncSession, role: str, account_id: UUID, *, keep: UUID | None, now: datetime, because: str
) -> int:
    """End every live session of an account, except one perhaps. Returns how many."""
    which = [*_live(role, account_id, now)]
    if keep is not None:
        which.append(SignedInSession.id != keep)
    ended = await session.execute(update(SignedInSession).where(*which).values(revoked_at=now, revoked_because=because))
    return ended.rowcount  # type: ignore[attr-defined]


async def revoke_claiming(
    session: AsyncSession,
    role: str,
    account_ids: Collection[UUID],
    claim: str,
    values: Collection[str],
    *,
    now: datetime,
    because: str,
) -> int:
    """End the live sessions of these accounts in which a claim has one of these values. Returns how many."""
    which = (
        SignedInSession.role == role,
        SignedInSession.account_id.in_(account_ids),
        SignedInSession.claims[claim].astext.in_(values),
        SignedInSession.revoked_at.is_(None),
        SignedInSession.expires_at > now,
    )
    ended = await session.execute(update(SignedInSession).where(*which).values(revoked_at=now, revoked_because=because))
    return ended.rowcount  # type: ignore[attr-defined]


async def live_sessions(session: AsyncSession, role: str, account_id: UUID, now: datetime) -> Sequence[SignedInSession]:
    """The sessions of an account that could still be refreshed, last used first."""
    newest = select(SignedInSession).where(*_live(role, account_id, now)).order_by(SignedInSession.refreshed_at.desc())
    return (await session.scalars(newest.limit(MOST_SHOWN))).all()


async def revoke_own(
    session: AsyncSession, role: str, account_id: UUID, session_id: UUID, *, now: datetime, because: str
) -> bool:
    """End one session of an account. False when the account has no such live session."""
    ended = await session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id, *_live(role, account_id, now))
        .values(revoked_at=now, revoked_because=because)
    )
    return ended.rowcount == 1  # type: ignore[attr-defined]


async def is_alive(session: AsyncSession, session_id: UUID, now: datetime) -> bool:
    """Whether a session has neither been ended nor run out."""
    alive = select(SignedInSession.id).where(
        SignedInSession.id == session_id, SignedInSession.revoked_at.is_(None), SignedInSession.expires_at > now
    )
    return await session.scalar(alive) is not None


async def forget_ended(session: AsyncSession, now: datetime, batch: int) -> int:
    """Delete a batch of sessions that have run out; their tokens go with them."""
    ended = (
        select(SignedInSession.id)
        .where(SignedInSession.expires_at < now)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    sessions = await session.execute(delete(SignedInSession).where(SignedInSession.id.in_(ended)))
    return sessions.rowcount  # type: ignore[attr-defined]


def _live(role: str, account_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignedInSession.role == role,
        SignedInSession.account_id == account_id,
        SignedInSession.revoked_at.is_(None),
        SignedInSession.expires_at > now,
    )
