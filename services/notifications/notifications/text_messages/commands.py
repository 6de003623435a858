"""Sending a text message while the person waits for it."""

import math
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.values.mobile import mask
from common.database import lock_for_transaction
from common.errors import FieldFault
from notifications.adapters.faults import InvalidRecipient
from notifications.adapters.sms import NoSupplierTookIt, Taken, TextMessage
from notifications.deliveries import queries as deliveries
from notifications.deliveries.commands.queue import record_text_message
from notifications.deliveries.states import Cap, wait_before_next
from notifications.resources import MOBILE_FIELD, Channels
from notifications.settings import NotificationsSettings
from notifications.templates.text_messages import faults_of, text_of
from notifications.text_messages.errors import NumberRefused, ParamsRefused, SmsUnavailable, TooManyCodes
from notifications.text_messages.schemas import TextMessageRequest

DAY = timedelta(days=1)


def id_of(asker: str, idempotency_key: str) -> UUID:
    """The message's id. The same request has the same one, so that it is sent once even if our commit fails."""
    return uuid5(NAMESPACE_URL, f"wangqian:text-message:{asker}:{idempotency_key}")


async def send_now(
    session: AsyncSession,
    channels: Channels,
    settings: NotificationsSettings,
    message_id: UUID,
    wanted: TextMessageRequest,
) -> None:
    """Send, or say why not. What no supplier took leaves no trace.

    Raises:
        ParamsRefused, NumberRefused, TooManyCodes, SmsUnavailable.
    """
    faults = faults_of(wanted.template, wanted.params)
    if faults:
        raise ParamsRefused(errors=[FieldFault(field=f"params.{name}", reason=why) for name, why in faults.items()])
    index = channels.cipher.blind_index(wanted.mobile, MOBILE_FIELD)
    asked_at = clock.now()
    await _keep_to_caps(session, settings, index, asked_at)
    taken = await _hand_over(channels, message_id, wanted)
    await record_text_message(
        session,
        message_id,
        template=wanted.template,
        masked=mask(wanted.mobile),
        index=index,
        taken=taken,
        asked_at=asked_at,
    )


async def _keep_to_caps(session: AsyncSession, settings: NotificationsSettings, index: str, now: datetime) -> None:
    # Two requests for one number wait for each other, or both would see room for one.
    await lock_for_transaction(session, "text-messages", index)
    sent = await deliveries.codes_sent_to(session, index, now - DAY)
    wait = wait_before_next(sent, _caps(settings), now)
    if wait:
        seconds = math.ceil(wait.total_seconds())
        raise TooManyCodes(f"请在{seconds}秒后重新获取。", retry_after=seconds)


def _caps(settings: NotificationsSettings) -> list[Cap]:
    return [
        Cap(timedelta(minutes=1), settings.sms_codes_per_minute),
        Cap(timedelta(hours=1), settings.sms_codes_per_hour),
        Cap(DAY, settings.sms_codes_per_day),
    ]


async def _hand_over(channels: Channels, message_id: UUID, wanted: TextMessageRequest) -> Taken:
    message = TextMessage(
        message_id=message_id.hex,
        mobile=wanted.mobile,
        template=wanted.template,
        params=wanted.params,
        text=text_of(wanted.template, wanted.params),
    )
    try:
        return await channels.sms.send(message)
    except InvalidRecipient as fault:
        raise NumberRefused(errors=[FieldFault(field="mobile", reason="短信服务商不接受此手机号")]) from fault
    except NoSupplierTookIt as fault:
        raise SmsUnavailable("短信服务商暂时没有响应，短信未发出。", retry_after=30) from fault
