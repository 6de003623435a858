"""What suppliers tell afterwards, and what nobody will send any more."""

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from notifications.adapters.sms import SupplierName
from notifications.deliveries import store
from notifications.deliveries.errors import MessageUnknown
from notifications.deliveries.schemas import Receipt
from notifications.deliveries.states import Action, Channel, DeliveryStatus, NotPossible, apply
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
    """Give up what came too late or was tried too often."""
    now = clock.now()
    given_up = await store.abandon_hopeless(session, now, context.settings.delivery_max_attempts, ABANDON_BATCH)
    for delivery_id in given_up:
        log.warning("delivery abandoned", delivery_id=str(delivery_id))
    DELIVERIES.labels(Channel.WECHAT.value, Action.ABANDON.value).inc(len(given_up))
    return len(given_up)
