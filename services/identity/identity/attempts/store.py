"""The SQL of counted guesses."""

from datetime import datetime

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from identity.attempts.tables import SignInAttempts


async def count(
    session: AsyncSession, realm: str, index: str, *, now: datetime, forgotten_before: datetime, limit: int
) -> int | None:
    """Count one more guess before it is made. None, and nothing counted, when the limit is reached."""
    first = upsert(SignInAttempts).values(realm=realm, login_index=index, attempts=1, last_at=now)
    is_forgotten = SignInAttempts.last_at < forgotten_before
    counted = first.on_conflict_do_update(
        index_elements=["realm", "login_index"],
        set_={"attempts": case((is_forgotten, 1), else_=SignInAttempts.attempts + 1), "last_at": now},
        where=is_forgotten | (SignInAttempts.attempts < limit),
    )
    return await session.scalar(counted.returning(SignInAttempts.attempts))


async def last_at(session: AsyncSession, realm: str, index: str) -> datetime | None:
    """When the last of these guesses was made."""
    return await session.scalar(
        select(SignInAttempts.last_at).where(SignInAttempts.realm == realm, SignInAttempts.login_index == index)
    )


async def take_back(session: AsyncSession, realm: str, index: str) -> None:
    """One guess was none after all."""
    await session.execute(
        update(SignInAttempts)
        .where(SignInAttempts.realm == realm, SignInAttempts.login_index == index)
        .values(attempts=func.greatest(SignInAttempts.attempts - 1, 0))
    )


async def wipe(session: AsyncSession, realm: str, index: str) -> None:
    """A success: begin anew."""
    await session.execute(
        delete(SignInAttempts).where(SignInAttempts.realm == realm, SignInAttempts.login_index == index)
    )


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Delete a batch of counts that have run out."""
    login = tuple_(SignInAttempts.realm, SignInAttempts.login_index)
    old = (
        select(SignInAttempts.realm, SignInAttempts.login_index)
        .where(SignInAttempts.last_at < before)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    forgotten = await session.execute(delete(SignInAttempts).where(login.in_(old)))
    return forgotten.rowcount  # type: ignore[attr-defined]
