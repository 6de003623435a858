"""The SQL of logins at CHSI and of confirmations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from identity.graduates.tables import ChsiLogin, Confirmation


async def begin_login(
    session: AsyncSession, *, state_hash: str, browser_hash: str, verifier_sealed: str, expires_at: datetime
) -> None:
    """Remember a login that is sent to CHSI."""
    values = {"state_hash": state_hash, "browser_hash": browser_hash, "verifier_sealed": verifier_sealed}
    await session.execute(insert(ChsiLogin).values(**values, expires_at=expires_at))


async def take_login(session: AsyncSession, state_hash: str, browser_hash: str, now: datetime) -> str | None:
    """The sealed verifier of a login that comes back to its browser in time, and never again."""
    which = (ChsiLogin.state_hash == state_hash, ChsiLogin.browser_hash == browser_hash, ChsiLogin.expires_at > now)
    taken = await session.scalars(delete(ChsiLogin).where(*which).returning(ChsiLogin.verifier_sealed))
    return taken.one_or_none()


async def forget_logins(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget logins that were never finished. Returns how many."""
    over = (
        select(ChsiLogin.state_hash)
        .where(ChsiLogin.expires_at <= before)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(
        delete(ChsiLogin).where(ChsiLogin.state_hash.in_(over)).returning(ChsiLogin.state_hash)
    )
    return len(gone.all())


async def confirm(session: AsyncSession, graduate_id: UUID, version: int, now: datetime) -> None:
    """Keep that a version was confirmed; a second time changes nothing."""
    values = {"graduate_id": graduate_id, "version": version, "confirmed_at": now}
    await session.execute(insert(Confirmation).values(**values).on_conflict_do_nothing())


async def confirmed_version(session: AsyncSession, graduate_id: UUID) -> int | None:
    """The newest version that the graduate has confirmed."""
    return await session.scalar(select(func.max(Confirmation.version)).where(Confirmation.graduate_id == graduate_id))
