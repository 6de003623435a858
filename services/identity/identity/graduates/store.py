"""The SQL of logins at CHSI, of what they admit to, and of confirmations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from identity.graduates.tables import Admission, ChsiLogin, Confirmation, LoginExchange


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


async def admit(session: AsyncSession, identity_versions: Mapping[UUID, int], now: datetime) -> None:
    """Keep that rows agreed with the enrolment record as of these versions of their identity."""
    if not identity_versions:
        return
    rows = [
        {"graduate_id": graduate_id, "identity_version": version, "admitted_at": now}
        for graduate_id, version in sorted(identity_versions.items())
    ]
    fresh = insert(Admission).values(rows)
    changed = {"identity_version": fresh.excluded.identity_version, "admitted_at": now}
    await session.execute(fresh.on_conflict_do_update(index_elements=["graduate_id"], set_=changed))


async def admitted_versions(session: AsyncSession, graduate_ids: Sequence[UUID]) -> dict[UUID, int]:
    """As of which version of their identity rows have agreed with the enrolment record."""
    which = Admission.graduate_id.in_(graduate_ids)
    found = await session.execute(select(Admission.graduate_id, Admission.identity_version).where(which))
    return {row.graduate_id: row.identity_version for row in found}


async def add_exchange(session: AsyncSession, code_hash: str, graduate_id: UUID, expires_at: datetime) -> None:
    """Keep a finished login until the portal fetches it."""
    values = {"code_hash": code_hash, "graduate_id": graduate_id, "expires_at": expires_at}
    await session.execute(insert(LoginExchange).values(**values))


async def take_exchange(session: AsyncSession, code_hash: str, now: datetime) -> UUID | None:
    """Whose finished login it is, once and in time."""
    which = (LoginExchange.code_hash == code_hash, LoginExchange.expires_at > now)
    taken = await session.scalars(delete(LoginExchange).where(*which).returning(LoginExchange.graduate_id))
    return taken.one_or_none()


async def forget_exchanges(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget finished logins that nobody fetched. Returns how many."""
    over = select(LoginExchange.code_hash).where(LoginExchange.expires_at <= before).limit(batch)
    gone = await session.scalars(
        delete(LoginExchange)
        .where(LoginExchange.code_hash.in_(over.with_for_update(skip_locked=True)))
        .returning(LoginExchange.code_hash)
    )
    return len(gone.all())
