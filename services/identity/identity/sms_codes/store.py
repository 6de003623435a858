"""The SQL of verification codes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.database import lock_for_transaction
from identity.sms_codes.tables import SmsCode


async def count_alone(session: AsyncSession, mobile_index: str, address_index: str) -> None:
    """Wait until nobody else counts codes of this number or address. The order is fixed, against deadlocks."""
    await lock_for_transaction(session, "sms-mobile", mobile_index)
    await lock_for_transaction(session, "sms-address", address_index)


async def codes_to_number(session: AsyncSession, mobile_index: str, since: datetime) -> tuple[int, datetime | None]:
    """How many codes were sent to a number since then, and when the last one was."""
    counted = select(func.count(), func.max(SmsCode.created_at))
    found = await session.execute(counted.where(SmsCode.mobile_index == mobile_index, SmsCode.created_at > since))
    count, last = found.one()
    return count, last


async def codes_from_address(session: AsyncSession, address_index: str, since: datetime) -> int:
    """How many codes were asked for from an address since then."""
    counted = select(func.count()).where(SmsCode.address_index == address_index, SmsCode.created_at > since)
    return await session.scalar(counted) or 0


async def add_code(session: AsyncSession, **values: Any) -> None:
    """A code that is about to be sent."""
    await session.execute(insert(SmsCode).values(**values))


async def remove_code(session: AsyncSession, code_id: UUID) -> None:
    """A code that was not sent after all."""
    await session.execute(delete(SmsCode).where(SmsCode.id == code_id))


async def count_try(
    session: AsyncSession, mobile_index: str, purpose: str, *, now: datetime, limit: int
) -> SmsCode | None:
    """Count one try of the newest code of a number; None when there is none that can still be tried."""
    counted = (
        update(SmsCode)
        .where(
            SmsCode.id == _newest(mobile_index, purpose),
            SmsCode.used_at.is_(None),
            SmsCode.expires_at > now,
            SmsCode.tries < limit,
        )
        .values(tries=SmsCode.tries + 1)
        .returning(SmsCode)
    )
    return await session.scalar(counted)


async def use_codes(session: AsyncSession, code_ids: Collection[UUID], now: datetime) -> None:
    """Use up codes whose tries this transaction has counted, so that nobody else can."""
    await session.execute(update(SmsCode).where(SmsCode.id.in_(code_ids)).values(used_at=now))


async def unuse_newest(session: AsyncSession, mobile_index: str, purpose: str) -> None:
    """The newest code of a number was not used after all."""
    await session.execute(update(SmsCode).where(SmsCode.id == _newest(mobile_index, purpose)).values(used_at=None))


async def forget_codes(session: AsyncSession, before: datetime, batch: int) -> int:
    """Delete a batch of codes that no cap counts any more."""
    old = select(SmsCode.id).where(SmsCode.created_at < before).limit(batch).with_for_update(skip_locked=True)
    forgotten = await session.execute(delete(SmsCode).where(SmsCode.id.in_(old)))
    return forgotten.rowcount  # type: ignore[attr-defined]


def _newest(mobile_index: str, purpose: str) -> ScalarSelect[UUID]:
    newest = select(SmsCode.id).where(SmsCode.mobile_index == mobile_index, SmsCode.purpose == purpose)
    return newest.order_by(SmsCode.created_at.desc()).limit(1).scalar_subquery()
