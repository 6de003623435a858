"""Putting deliveries down: a notice for WeChat, a notice as a text message, a code that has just been taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from notifications.adapters.sms import Taken
from notifications.bindings import queries as bindings
from notifications.deliveries import store
from notifications.deliveries.states import Channel, DeliveryStatus, is_urgent
from notifications.deliveries.store import Claimed
from notifications.settings import NotificationsSettings


async def queue_wechat(
    session: AsyncSession,
    settings: NotificationsSettings,
    *,
    notice_id: UUID,
    graduate_id: UUID,
    content: dict[str, Any],
    deadline: datetime | None,
) -> bool:
    """Queue a notice for WeChat if the graduate has bound it. It is urgent if the next morning would be too late."""
    if not await bindings.is_bound(session, graduate_id):
        return False
    values = {"notice_id": notice_id, "graduate_id": graduate_id, "content": content}
    await _queue(session, settings, Channel.WECHAT, deadline, **values)
    return True


async def queue_text(
    session: AsyncSession,
    settings: NotificationsSettings,
    *,
    notice_id: UUID,
    content: dict[str, Any],
    deadline: datetime | None,
    graduate_id: UUID | None = None,
    employer_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> None:
    """Queue a notice as a text message to a graduate, or to one user of an employer."""
    people = {"graduate_id": graduate_id, "employer_id": employer_id, "recipient_id": recipient_id}
    await _queue(session, settings, Channel.SMS, deadline, notice_id=notice_id, content=content, **people)


async def hand_on(session: AsyncSession, settings: NotificationsSettings, failed: Claimed) -> None:
    """A text message takes the place of a notice that WeChat could not deliver, where the notice has a deadline."""
    content = failed.content.get("sms")
    if content is None or (failed.expires_at is not None and failed.expires_at <= clock.now()):
        return
    await queue_text(
        session,
        settings,
        notice_id=failed.notice_id,
        content=content,
        deadline=failed.expires_at,
        graduate_id=failed.graduate_id,
    )


async def drop_waiting(session: AsyncSession, notice_ids: Sequence[UUID]) -> None:
    """Do not send what still waits of these notices, over any channel: what they ask for is over."""
    await store.abandon_waiting(session, notice_ids, clock.now(), "superseded")


async def _queue(
    session: AsyncSession, settings: NotificationsSettings, channel: Channel, deadline: datetime | None, **values: Any
) -> None:
    now = clock.now()
    await store.add(
        session,
        id=uuid7(),
        channel=channel.value,
        status=DeliveryStatus.QUEUED.value,
        urgent=is_urgent(deadline, now, settings.quiet_to_hour),
        next_attempt_at=now,
        expires_at=deadline,
        created_at=now,
        **values,
    )


async def record_text_message(
    session: AsyncSession, message_id: UUID, *, template: str, masked: str, index: str, taken: Taken, asked_at: datetime
) -> None:
    """Keep that a supplier took a text message: neither the number nor the code, only what receipts and caps need.

    Caps count from `asked_at`: a slow supplier must not make the person wait longer for the next one.
    """
    now = clock.now()
    await store.add(
        session,
        id=message_id,
        channel=Channel.SMS.value,
        status=DeliveryStatus.SENT.value,
        address_masked=masked,
        address_index=index,
        content={"template": template},
        urgent=True,
        send_count=1,
        next_attempt_at=now,
        supplier=taken.supplier,
        supplier_message_id=taken.message_id,
        created_at=asked_at,
        sent_at=now,
    )
