"""What suppliers tell afterwards, and what nobody will send any more."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from notifications.adapters.sms import SupplierName
from notifications.deliveries import store
from notifications.deliveries.commands.queue import hand_on
from notifications.deliveries.errors import MessageUnknown
from notifications.deliveries.schemas import Receipt
from notifications.deliveries.states import Action, Channel, DeliveryStatus, NotPossible, apply
from notifications.deliveries.store import Claimed
from notifications.metrics import DELIVERIES

log = get_logger(__name__)

ABANDON_BATCH = 500


async def note_receipt(session: AsyncSession, supplier: SupplierName, receipt: Receipt) -> None:
    """Believe the first receipt of a message; a late or repeated one changes nothing.

    Raises:
        MessageUnknown: these are not the ids of a message that this supplier took.
    """
    delivery = await store.find_for_update(session, receipt.out_id)
    if delivery is None or (delivery.supplier, delivery.supplier_message_id) != (supplier, receipt.message_id):
        raise MessageUnknown
    action = Action.CONFIRM if receipt.status == "DELIVERED" else Action.BOUNCE
    was = DeliveryStatus(delivery.status)
    try:
        to = apply(was, action)
    except NotPossible as refusal:
        log.warning("receipt ignored", delivery_id=str(delivery.id), reason=str(refusal))
        return
    error = None if action is Action.CONFIRM else "undelivered"
    await store.change(session, delivery.id, was, status=to.value, finished_at=receipt.at, last_error=error)
    DELIVERIES.labels(Channel.SMS.value, action.value).inc()


async def abandon_hopeless(session: AsyncSession, context: Context) -> int:
    """Give up what came too late or was tried too often; where time is left, a text message takes its place."""
    now = clock.now()
    given_up = await store.abandon_hopeless(session, now, context.settings.delivery_max_attempts, ABANDON_BATCH)
    await _give_up(session, context, given_up)
    return len(given_up)


async def hand_on_stuck(session: AsyncSession, context: Context) -> int:
    """Do not wait for WeChat until it is too late for a text message."""
    now = clock.now()
    settings = context.settings
    stuck = await store.abandon_stuck(
        session,
        now,
        expires_by=now + timedelta(minutes=settings.sms_before_deadline_minutes),
        older_than=now - timedelta(minutes=settings.wechat_patience_minutes),
        limit=ABANDON_BATCH,
    )
    await _give_up(session, context, stuck)
    return len(stuck)


async def _give_up(session: AsyncSession, context: Context, given_up: list[tuple[Channel, Claimed]]) -> None:
    for channel, delivery in given_up:
        log.warning("delivery abandoned", delivery_id=str(delivery.id), channel=channel.value)
        DELIVERIES.labels(channel.value, Action.ABANDON.value).inc()
        await hand_on(session, context.settings, delivery)
