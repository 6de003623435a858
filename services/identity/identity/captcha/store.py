"""The SQL of captchas."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.captcha.tables import Captcha


async def count_alone(session: AsyncSession, address_index: str) -> None:
    """Wait until nobody else counts captchas of this address, until this transaction ends."""
    await lock_for_transaction(session, "captcha-address", address_index)


async def made_for(session: AsyncSession, address_index: str, since: datetime) -> int:
    """How many captchas an address has had since then."""
    counted = select(func.count()).where(Captcha.address_index == address_index, Captcha.created_at > since)
    return await session.scalar(counted) or 0


async def add(session: AsyncSession, **values: Any) -> None:
    """Keep a captcha."""
    await session.execute(insert(Captcha).values(**values))


async def use(session: AsyncSession, captcha_id: UUID, now: datetime) -> str | None:
    """Use a captcha up, whatever the answer is. Returns the hash of the right one; of two at once one gets it."""
    used = update(Captcha).where(Captcha.id == captcha_id, Captcha.used_at.is_(None), Captcha.expires_at > now)
    return await session.scalar(used.values(used_at=now).returning(Captcha.answer_hash))


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Delete a batch of captchas that no cap counts any more."""
    old = select(Captcha.id).where(Captcha.created_at < before).limit(batch).with_for_update(skip_locked=True)
    forgotten = await session.execute(delete(Captcha).where(Captcha.id.in_(old)))
    return forgotten.rowcount  # type: ignore[attr-defined]
