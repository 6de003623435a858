"""Ordering a text message for an employer, and finding out who that is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from notifications.adapters.faults import DeliveryFault, RecipientGone
from notifications.adapters.people import users_of_employer
from notifications.deliveries.commands.queue import queue_text
from notifications.deliveries.states import is_quiet, is_urgent, next_attempt, next_morning
from notifications.settings import NotificationsSettings
from notifications.text_orders import store
from notifications.text_orders.tables import TextOrder

log = get_logger(__name__)

AT_ONCE = 5
LONGEST_WAIT = timedelta(minutes=1)
"""Identity is asked again at least so often: deadlines go on while it is away."""


async def order_text(
    session: AsyncSession,
    settings: NotificationsSettings,
    *,
    notice_id: UUID,
    employer_id: UUID,
    content: dict[str, Any],
    deadline: datetime | None,
) -> None:
    """Note that all users of the employer are to be written to. Nobody is asked for a number before it is due."""
    now = clock.now()
    waits = is_quiet(now, settings.quiet_from_hour, settings.quiet_to_hour) and not is_urgent(
        deadline, now, settings.quiet_to_hour
    )
    due = next_morning(now, settings.quiet_to_hour) if waits else now
    await store.add(
        session, notice_id=notice_id, employer_id=employer_id, content=content, deadline=deadline, next_attempt_at=due
    )


async def drop_orders(session: AsyncSession, notice_ids: Sequence[UUID]) -> None:
    """Nobody is to be written to about these notices any more."""
    await store.remove_all(session, notice_ids)


async def address_batch(context: Context) -> int:
    """Make a delivery for each user out of the orders that are due. Returns how many were tried.

    While identity is asked no transaction is open; whoever dies leaves an order that is due again after the lease.
    """
    now = clock.now()
    lease = now + timedelta(seconds=context.settings.delivery_lease_seconds)
    async with context.database.transaction() as claiming:
        orders = await store.claim(claiming, now=now, lease_until=lease, limit=AT_ONCE)
    for order in orders:
        await _address(context, order)
    return len(orders)


async def _address(context: Context, order: TextOrder) -> None:
    try:
        users = await users_of_employer(context.peers, order.employer_id)
    except RecipientGone:
        users = {}
    except DeliveryFault as fault:
        await _put_off(context, order, fault)
        return
    if not users:
        log.warning("employer without users, nobody to write to", notice_id=str(order.notice_id))
    async with context.database.transaction() as session:
        if not await store.remove(session, order.notice_id):
            return
        for user_id in sorted(users):
            await queue_text(
                session,
                context.settings,
                notice_id=order.notice_id,
                content=order.content,
                deadline=order.deadline,
                employer_id=order.employer_id,
                recipient_id=user_id,
            )


async def _put_off(context: Context, order: TextOrder, fault: DeliveryFault) -> None:
    """However often: who was away for a night must not cost anybody the message."""
    now = clock.now()
    due = min(next_attempt(order.tries, now), now + LONGEST_WAIT)
    async with context.database.transaction() as session:
        await store.put_off(session, order.notice_id, next_attempt_at=due, last_error=fault.reason)
    log.warning("users of an employer not known yet", notice_id=str(order.notice_id), reason=fault.reason)
