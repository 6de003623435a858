"""SQL of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.deliveries.states import Allowance, Channel, DeliveryStatus
from notifications.deliveries.tables import ChannelDay, Delivery

QUEUED = DeliveryStatus.QUEUED.value


@dataclass(frozen=True)
class Claimed:
    """A delivery that is ours to send until the lease ends."""

    id: UUID
    notice_id: UUID
    graduate_id: UUID | None
    employer_id: UUID | None
    recipient_id: UUID | None
    content: dict[str, Any]
    expires_at: datetime | None
    send_count: int
    """This attempt included."""


_CLAIMED = (
    Delivery.id,
    Delivery.notice_id,
    Delivery.graduate_id,
    Delivery.employer_id,
    Delivery.recipient_id,
    Delivery.content,
    Delivery.expires_at,
    Delivery.send_count,
)


async def add(session: AsyncSession, **values: Any) -> None:
    """A new delivery; the second one of the same notice and channel changes nothing."""
    await session.execute(insert(Delivery).values(**values).on_conflict_do_nothing())


@dataclass(frozen=True)
class Claim:
    """What a sender asks for."""

    channel: Channel
    now: datetime
    lease_until: datetime
    allowed: Allowance
    limit: int
    max_attempts: int


async def claim(session: AsyncSession, wanted: Claim) -> list[Claimed]:
    """Take the next messages of a channel, urgent ones first. Rows that another sender holds are passed over."""
    urgent = await _claim(session, wanted, True, min(wanted.allowed.urgent, wanted.limit))
    room = min(wanted.allowed.waiting, wanted.limit - len(urgent))
    return urgent + await _claim(session, wanted, False, room)


async def _claim(session: AsyncSession, wanted: Claim, urgent: bool, limit: int) -> list[Claimed]:
    if limit <= 0:
        return []
    due = (
        select(Delivery.id)
        .where(Delivery.channel == wanted.channel.value, Delivery.status == QUEUED, Delivery.urgent.is_(urgent))
        .where(Delivery.next_attempt_at <= wanted.now, Delivery.send_count < wanted.max_attempts)
        .where(or_(Delivery.expires_at.is_(None), Delivery.expires_at > wanted.now))
        .order_by(Delivery.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(due))
        .values(next_attempt_at=wanted.lease_until, send_count=Delivery.send_count + 1)
        .returning(*_CLAIMED)
    )
    return [Claimed(*row) for row in await session.execute(taken)]


async def change(session: AsyncSession, delivery_id: UUID, was: DeliveryStatus, **values: Any) -> bool:
    """Record what became of a delivery, unless somebody else did first."""
    done = await session.execute(
        update(Delivery).where(Delivery.id == delivery_id, Delivery.status == was.value).values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def abandon_waiting(session: AsyncSession, notice_ids: Sequence[UUID], now: datetime, reason: str) -> None:
    """Give up the messages of these notices that wait; what a supplier has stays as it is."""
    # In the order in which senders record, so that the two cannot wait for each other.
    waiting = (
        select(Delivery.id)
        .where(Delivery.notice_id.in_(notice_ids), Delivery.status == QUEUED)
        .order_by(Delivery.id)
        .with_for_update()
    )
    values = {"status": DeliveryStatus.ABANDONED.value, "finished_at": now, "last_error": reason, "sent_at": None}
    await session.execute(update(Delivery).where(Delivery.id.in_(waiting)).values(**values))


async def find_for_update(session: AsyncSession, delivery_id: UUID) -> Delivery | None:
    """One delivery, locked."""
    return await session.get(Delivery, delivery_id, with_for_update=True)


async def abandon_hopeless(
    session: AsyncSession, now: datetime, max_attempts: int, limit: int
) -> list[tuple[Channel, Claimed]]:
    """Give up what nobody holds and what is too late, or was tried to the end by senders that died."""
    hopeless = or_(Delivery.send_count >= max_attempts, Delivery.expires_at <= now)
    return await _abandon(session, now, hopeless, "too_late", limit)


async def abandon_stuck(
    session: AsyncSession, now: datetime, *, expires_by: datetime, older_than: datetime, limit: int
) -> list[tuple[Channel, Claimed]]:
    """Give up WeChat for what nobody holds and what has to arrive soon by the text message that takes its place."""
    stuck = and_(
        Delivery.channel == Channel.WECHAT.value,
        Delivery.content["sms"].as_string().is_not(None),
        Delivery.expires_at <= expires_by,
        Delivery.created_at <= older_than,
    )
    return await _abandon(session, now, stuck, "handed_on", limit)


async def _abandon(
    session: AsyncSession, now: datetime, which: ColumnElement[bool], reason: str, limit: int
) -> list[tuple[Channel, Claimed]]:
    chosen = (
        select(Delivery.id)
        .where(Delivery.status == QUEUED, Delivery.next_attempt_at <= now, which)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    given_up = (
        update(Delivery)
        .where(Delivery.id.in_(chosen))
        .values(
            status=DeliveryStatus.ABANDONED.value,
            finished_at=now,
            last_error=func.coalesce(Delivery.last_error, reason),
        )
        .returning(Delivery.channel, *_CLAIMED)
    )
    return [(Channel(channel), Claimed(*rest)) for channel, *rest in await session.execute(given_up)]


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


async def codes_sent_to(session: AsyncSession, address_index: str, since: datetime) -> list[datetime]:
    """When codes went to a number, oldest first. Notices do not count: suppliers count them apart (domain 5)."""
    found = await session.execute(
        select(Delivery.created_at)
        .where(Delivery.address_index == address_index, Delivery.created_at > since, Delivery.notice_id.is_(None))
        .order_by(Delivery.created_at)
    )
    return list(found.scalars())


async def notices_sent_to(session: AsyncSession, address_index: str, since: datetime, but: UUID) -> list[datetime]:
    """When notices went to a number, or are just going there, oldest first; `but` is the one that is to go now."""
    found = await session.execute(
        select(Delivery.sent_at)
        .where(Delivery.address_index == address_index, Delivery.sent_at > since)
        .where(Delivery.notice_id.is_not(None), Delivery.id != but)
        .order_by(Delivery.sent_at)
    )
    return [moment for moment in found.scalars() if moment is not None]
