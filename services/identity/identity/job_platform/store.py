"""The SQL of logins at the job platform, of links and of employers that it has verified."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.job_platform.tables import JobPlatformEmployer, JobPlatformLink, JobPlatformLogin


async def begin_login(session: AsyncSession, **values: Any) -> None:
    """Remember a login that is sent there."""
    await session.execute(insert(JobPlatformLogin).values(**values))


async def take_login(
    session: AsyncSession, state_hash: str, browser_hash: str, now: datetime
) -> JobPlatformLogin | None:
    """A login that comes back to its browser in time, and never again."""
    which = (
        JobPlatformLogin.state_hash == state_hash,
        JobPlatformLogin.browser_hash == browser_hash,
        JobPlatformLogin.expires_at > now,
    )
    taken = await session.scalars(delete(JobPlatformLogin).where(*which).returning(JobPlatformLogin))
    return taken.one_or_none()


async def forget_logins(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget logins that were never finished. Returns how many."""
    over = (
        select(JobPlatformLogin.state_hash)
        .where(JobPlatformLogin.expires_at <= before)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(
        delete(JobPlatformLogin).where(JobPlatformLogin.state_hash.in_(over)).returning(JobPlatformLogin.state_hash)
    )
    return len(gone.all())


async def account_alone(session: AsyncSession, account_id: str) -> None:
    """Wait until nobody else signs in or links with this account, until this transaction ends."""
    await lock_for_transaction(session, "job_platform", account_id)


async def link_of_account(session: AsyncSession, account_id: str) -> JobPlatformLink | None:
    """The link of an account there."""
    return await session.get(JobPlatformLink, account_id, populate_existing=True)


async def link_of_user(session: AsyncSession, user_id: UUID) -> JobPlatformLink | None:
    """The link of an account here."""
    return await session.scalar(select(JobPlatformLink).where(JobPlatformLink.user_id == user_id))


async def add_link(session: AsyncSession, **values: Any) -> None:
    """The two accounts belong together. The caller holds both."""
    await session.execute(insert(JobPlatformLink).values(**values))


async def seen(session: AsyncSession, account_id: str, record_sealed: str, now: datetime) -> None:
    """What the job platform says of the account by now."""
    changed = update(JobPlatformLink).where(JobPlatformLink.account_id == account_id)
    await session.execute(changed.values(record_sealed=record_sealed, seen_at=now))


async def remove_link(session: AsyncSession, account_id: str) -> None:
    """They do not belong together any more."""
    await session.execute(delete(JobPlatformLink).where(JobPlatformLink.account_id == account_id))


async def mark(session: AsyncSession, employer_id: UUID, **values: Any) -> None:
    """The job platform has verified this employer, under this name and code."""
    statement = insert(JobPlatformEmployer).values(employer_id=employer_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["employer_id"], set_=values))


async def unmark(session: AsyncSession, employer_id: UUID) -> None:
    """It counts as any other employer from now on."""
    await session.execute(delete(JobPlatformEmployer).where(JobPlatformEmployer.employer_id == employer_id))


async def marked(session: AsyncSession, employer_id: UUID) -> JobPlatformEmployer | None:
    """What the job platform has verified of an employer."""
    return await session.get(JobPlatformEmployer, employer_id, populate_existing=True)
