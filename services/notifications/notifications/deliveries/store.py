"""SQL of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.deliveries.states import Allowance, Channel, DeliveryStatus
from notifications.deliveries.tables import ChannelDay, Delivery

QUEUED = DeliveryStatus.QUEUED.value


@dataclass(frozen=True)
class Claimed:
    """A delivery that is ours to send until the lease ends."""

    id: UUID
    graduate_id: UUID
    content: dict[str, Any]
    send_count: int
    """This attempt included."""


async def add(session: AsyncSession, **values: Any) -> None:
    """A new delivery; the second one of the same notice and channel changes nothing."""
    await session.execute(insert(Delivery).values(**values).on_conflict_do_nothing())


async def claim_wechat(
    session: AsyncSession, *, now: datetime, lease_until: datetime, allowed: Allowance, limit: int, max_attempts: int
) -> list[Claimed]:
    """Take the next messages, urgent ones first. Rows that another sender holds are passed over."""
    urgent = await _claim(session, True, min(allowed.urgent, limit), now, lease_until, max_attempts)
    room = min(allowed.waiting, limit - len(urgent))
    return urgent + await _claim(session, False, room, now, lease_until, max_attempts)


async def _claim(
    session: AsyncSession, urgent: bool, limit: int, now: datetime, lease_until: datetime, max_attempts: int
) -> list[Claimed]:
    if limit <= 0:
        return []
    due = (
        select(Delivery.id)
        .where(Delivery.channel == Channel.WECHAT.value, Delivery.status == QUEUED, Delivery.urgent.is_(urgent))
        .where(Delivery.next_attempt_at <= now, Delivery.send_count < max_attempts)
        .where(or_(Delivery.expires_at.is_(None), Delivery.expires_at > now))
        .order_by(Delivery.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(due))
        .values(next_attempt_at=lease_until, send_count=Delivery.send_count + 1)
        .returning(Delivery.id, Delivery.graduate_id, Delivery.content, Delivery.send_count)
    )
    return [Claimed(*row) for row in await session.execute(taken)]


async def change(session: AsyncSession, delivery_id: UUID, was: DeliveryStatus, **values: Any) -> bool:
    """Record what became of a delivery, unless somebody else did first."""
    done = await session.execute(
        update(Delivery).where(Delivery.id == delivery_id, Delivery.status == was.value).values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def find_for_update(session: AsyncSession, delivery_id: UUID) -> Delivery | None:
    """One delivery, locked."""
    return await session.get(Delivery, delivery_id, with_for_update=True)


async def abandon_hopeless(session: AsyncSession, now: datetime, max_attempts: int, limit: int) -> Sequence[UUID]:
    """Give up what nobody holds and what is too late, or was tried to the end by senders that died."""
    hopeless = (
        select(Delivery.id)
        .where(Delivery.status == QUEUED, Delivery.next_attempt_at <= now)
        .where(or_(Delivery.send_count >= max_attempts, Delivery.expires_at <= now))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    given_up = (
        update(Delivery)
        .where(Delivery.id.in_(hopeless))
        .values(
            status=DeliveryStatus.ABANDONED.value,
            finished_at=now,
            last_error=func.coalesce(Delivery.last_error, "too_late"),
        )
        .returning(Delivery.id)
    )
    return (await session.execute(given_up)).scalars().all()


async def channel_day(session: AsyncSession, channel: Channel, day: date) -> tuple[int, datetime | None]:
    """How many were sent on the day, and until when the channel rests."""
    found = await session.execute(
        select(ChannelDay.used, ChannelDay.paused_until).where(ChannelDay.channel == channel, ChannelDay.day == day)
    )
    row = found.one_or_none()
    return (row.used, row.paused_until) if row else (0, None)


async def count_sent(session: AsyncSession, channel: Channel, day: date, sent: int) -> None:
    """Add to what was sent on the day."""
    await _on_day(session, channel, day, {"used": sent}, {"used": ChannelDay.used + sent})


async def pause(session: AsyncSession, channel: Channel, day: date, until: datetime) -> None:
    """Let the whole channel rest. Midnight ends it, as it ends the suppliers' quotas."""
    await _on_day(session, channel, day, {"paused_until": until}, {"paused_until": until})


async def _on_day(
    session: AsyncSession, channel: Channel, day: date, first: dict[str, Any], later: dict[str, Any]
) -> None:
    fresh = insert(ChannelDay).values(channel=channel.value, day=day, **first)
    await session.execute(fresh.on_conflict_do_update(index_elements=["channel", "day"], set_=later))


async def sent_to(session: AsyncSession, address_index: str, since: datetime) -> list[datetime]:
    """When text messages went to a number, oldest first."""
    found = await session.execute(
        select(Delivery.created_at)
        .where(Delivery.address_index == address_index, Delivery.created_at > since)
        .order_by(Delivery.created_at)
    )
    return list(found.scalars())
