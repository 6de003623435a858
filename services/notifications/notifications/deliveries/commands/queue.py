"""Putting deliveries down: a notice for WeChat, a text message that has just been taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from notifications.adapters.sms import Taken
from notifications.bindings import queries as bindings
from notifications.deliveries import store
from notifications.deliveries.states import Channel, DeliveryStatus, next_morning
from notifications.settings import NotificationsSettings


async def queue_wechat(
    session: AsyncSession,
    settings: NotificationsSettings,
    *,
    notice_id: UUID,
    graduate_id: UUID,
    content: dict[str, Any],
    deadline: datetime | None,
) -> None:
    """Queue a notice for WeChat if the graduate has bound it. It is urgent if the next morning would be too late."""
    if not await bindings.is_bound(session, graduate_id):
        return
    now = clock.now()
    await store.add(
        session,
        id=uuid7(),
        notice_id=notice_id,
        channel=Channel.WECHAT.value,
        status=DeliveryStatus.QUEUED.value,
        graduate_id=graduate_id,
        content=content,
        urgent=deadline is not None and deadline <= next_morning(now, settings.quiet_to_hour),
        next_attempt_at=now,
        expires_at=deadline,
        created_at=now,
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
