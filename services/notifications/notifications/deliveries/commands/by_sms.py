"""Handing notices to the SMS suppliers. The number is asked for now, used, and forgotten."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.values.mobile import mask
from common.database import lock_for_transaction
from common.service import Context
from notifications.adapters.faults import NumberBusy, RecipientGone, Superseded, SupplierUnavailable
from notifications.adapters.people import mobile_of_graduate, users_of_employer
from notifications.adapters.sms import NoSupplierTookIt, TextMessage
from notifications.deliveries import store
from notifications.deliveries.commands.send import Attempt, Handed, Way
from notifications.deliveries.states import Cap, Channel, DeliveryStatus, wait_before_next
from notifications.deliveries.store import Claimed
from notifications.resources import MOBILE_FIELD, Channels
from notifications.settings import NotificationsSettings
from notifications.templates.text_messages import TextTemplate, text_of

DAY = timedelta(days=1)
SUPPLIERS_WINDOW = timedelta(hours=1)
"""When both suppliers have had enough of a number: their windows are hours and days (domain 5)."""


def sms(context: Context) -> Way:
    """Notices as text messages. Codes do not come here: they are sent while the person waits."""

    async def prepare(session: AsyncSession, batch: list[Claimed]) -> Attempt:
        async def attempt(claimed: Claimed) -> Handed:
            return await _send(context, claimed, await _mobile_of(context, claimed))

        return attempt

    settings = context.settings
    return Way(Channel.SMS, settings.sms_daily_cap, settings.sms_daily_reserve, prepare)


async def _mobile_of(context: Context, claimed: Claimed) -> str:
    if claimed.graduate_id is not None:
        return await mobile_of_graduate(context.peers, claimed.graduate_id)
    if claimed.employer_id is None or claimed.recipient_id is None:
        raise RecipientGone
    users = await users_of_employer(context.peers, claimed.employer_id)
    if claimed.recipient_id not in users:
        raise RecipientGone
    return users[claimed.recipient_id]


async def _send(context: Context, claimed: Claimed, mobile: str) -> Handed:
    channels: Channels = context.resources
    await _keep_to_caps(context, claimed, mobile)
    template, params = TextTemplate(claimed.content["template"]), claimed.content["params"]
    text = text_of(template, params)
    message = TextMessage(message_id=claimed.id.hex, mobile=mobile, template=template, params=params, text=text)
    try:
        taken = await channels.sms.send(message)
    except NoSupplierTookIt as fault:
        raise (NumberBusy(SUPPLIERS_WINDOW) if fault.only_this_number else SupplierUnavailable()) from fault
    return Handed(taken.supplier, taken.message_id)


async def _keep_to_caps(context: Context, claimed: Claimed, mobile: str) -> None:
    """Take a place among the messages to this number, in a transaction of its own; two senders wait for each other."""
    index = context.resources.cipher.blind_index(mobile, MOBILE_FIELD)
    now = clock.now()
    async with context.database.transaction() as session:
        await lock_for_transaction(session, "text-notices", index)
        sent = await store.notices_sent_to(session, index, now - DAY, but=claimed.id)
        wait = wait_before_next(sent, _caps(context.settings), now)
        if wait:
            raise NumberBusy(wait)
        place = {"address_index": index, "address_masked": mask(mobile), "sent_at": now}
        if not await store.change(session, claimed.id, DeliveryStatus.QUEUED, **place):
            raise Superseded


def _caps(settings: NotificationsSettings) -> list[Cap]:
    return [
        Cap(timedelta(minutes=1), settings.sms_notices_per_minute),
        Cap(timedelta(hours=1), settings.sms_notices_per_hour),
        Cap(DAY, settings.sms_notices_per_day),
    ]
