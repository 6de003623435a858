"""Sending a text message while the person waits for it."""

import math
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.values.mobile import mask
from common.database import lock_for_transaction
from common.errors import FieldFault
from common.service import Context
from notifications.adapters.faults import DeliveryFault, InvalidRecipient, RecipientGone
from notifications.adapters.people import mobile_of_graduate
from notifications.adapters.sms import NoSupplierTookIt, Taken, TextMessage
from notifications.adapters.wechat import TemplateMessage
from notifications.bindings import queries as bindings
from notifications.deliveries import queries as deliveries
from notifications.deliveries.commands.by_wechat import hand_to_wechat
from notifications.deliveries.commands.queue import record_text_message
from notifications.deliveries.states import Cap, wait_before_next
from notifications.resources import MOBILE_FIELD, Channels
from notifications.settings import NotificationsSettings
from notifications.templates.codes import CODES, code_fields
from notifications.templates.text_messages import TextTemplate, faults_of, fitted, text_of
from notifications.text_messages.errors import (
    NoWayToGraduate,
    NumberRefused,
    ParamsRefused,
    SmsUnavailable,
    TooManyCodes,
)
from notifications.text_messages.schemas import GraduateCodeRequest, GraduateCodeSent, TextMessageRequest

DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


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
    _refuse_params(wanted.template, wanted.params)
    await _send(session, channels, settings, _message(message_id, wanted.mobile, wanted))


async def send_to_graduate(
    session: AsyncSession, context: Context, message_id: UUID, wanted: GraduateCodeRequest
) -> GraduateCodeSent:
    """Send a code to a graduate the surest way there is, or say why not.

    Raises:
        ParamsRefused, NoWayToGraduate, TooManyCodes, SmsUnavailable.
    """
    _refuse_params(wanted.template, wanted.params)
    if await _over_wechat(session, context, message_id, wanted):
        return GraduateCodeSent(id=message_id, channel="wechat", target=None)
    mobile = await _mobile_of(context, wanted.graduate_id)
    try:
        await _send(session, context.resources, context.settings, _message(message_id, mobile, wanted))
    except NumberRefused as refused:
        raise _no_way() from refused
    return GraduateCodeSent(id=message_id, channel="sms", target=mask(mobile))


async def _over_wechat(session: AsyncSession, context: Context, message_id: UUID, wanted: GraduateCodeRequest) -> bool:
    """Whether WeChat has taken it. The person waits: whatever WeChat objects to, a text message takes its place."""
    bound = await bindings.openids(session, context.resources.cipher, [wanted.graduate_id])
    if wanted.graduate_id not in bound:
        return False
    name, fields = CODES[wanted.template].template, code_fields(wanted.template, wanted.params)
    template = context.settings.wechat_template_ids.get(name, name)
    message = TemplateMessage(message_id.hex, bound[wanted.graduate_id], template, context.settings.portal_url, fields)
    try:
        await hand_to_wechat(context.resources, message)
    except DeliveryFault as fault:
        log.warning("code_not_by_wechat", reason=fault.reason)
        return False
    return True


def _message(message_id: UUID, mobile: str, wanted: TextMessageRequest | GraduateCodeRequest) -> TextMessage:
    params = fitted(wanted.template, wanted.params)
    return TextMessage(message_id.hex, mobile, wanted.template, params, text_of(wanted.template, params))


async def _send(
    session: AsyncSession, channels: Channels, settings: NotificationsSettings, message: TextMessage
) -> None:
    index = channels.cipher.blind_index(message.mobile, MOBILE_FIELD)
    asked_at = clock.now()
    await _keep_to_caps(session, settings, index, asked_at)
    taken = await _hand_over(channels, message)
    await record_text_message(
        session,
        UUID(message.message_id),
        template=message.template,
        masked=mask(message.mobile),
        index=index,
        taken=taken,
        asked_at=asked_at,
    )


async def _mobile_of(context: Context, graduate_id: UUID) -> str:
    try:
        return await mobile_of_graduate(context.peers, graduate_id)
    except RecipientGone as fault:
        raise _no_way() from fault
    except DeliveryFault as fault:
        raise SmsUnavailable("暂时无法得知毕业生的手机号，验证码未发出。", retry_after=30) from fault


def _no_way() -> NoWayToGraduate:
    return NoWayToGraduate(rule="graduate_can_be_reached", who_can_change="毕业生本人")


def _refuse_params(template: TextTemplate, params: dict[str, str]) -> None:
    faults = faults_of(template, params)
    if faults:
        raise ParamsRefused(errors=[FieldFault(field=f"params.{name}", reason=why) for name, why in faults.items()])


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


async def _hand_over(channels: Channels, message: TextMessage) -> Taken:
    try:
        return await channels.sms.send(message)
    except InvalidRecipient as fault:
        raise NumberRefused(errors=[FieldFault(field="mobile", reason="短信服务商不接受此手机号")]) from fault
    except NoSupplierTookIt as fault:
        raise SmsUnavailable("短信服务商暂时没有响应，短信未发出。", retry_after=30) from fault
