"""Sending what is queued: claim, send, record."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from notifications.adapters.faults import Defect, DeliveryFault, Misconfigured, NotBound, Retryable, TokenSpent
from notifications.adapters.wechat import TemplateMessage
from notifications.bindings import queries as bindings
from notifications.deliveries import store
from notifications.deliveries.states import (
    Action,
    Allowance,
    Channel,
    DeliveryStatus,
    action_after,
    allowance,
    apply,
    is_quiet,
    next_attempt,
)
from notifications.deliveries.store import Claimed
from notifications.metrics import DELIVERIES
from notifications.resources import Channels

log = get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: WeChat's id of the message, or the fault."""

    claimed: Claimed
    message_id: str = ""
    fault: DeliveryFault | None = None


async def send_batch(session: AsyncSession, context: Context) -> int:
    """Send the next messages. The claim is committed before anything is sent; `session` records what came of it.

    Whoever dies in between leaves rows that are due again when the lease ends. They are then sent under the same id,
    which WeChat takes once.
    """
    async with context.database.transaction() as claiming:
        batch = await _claim(claiming, context)
        openids = await bindings.openids(claiming, context.resources.cipher, [one.graduate_id for one in batch])
    outcomes = await asyncio.gather(*(_attempt(context, one, openids.get(one.graduate_id)) for one in batch))
    if outcomes:
        await _record(session, context, outcomes)
    return len(outcomes)


async def _claim(session: AsyncSession, context: Context) -> list[Claimed]:
    now = clock.now()
    settings = context.settings
    allowed = await _allowance(session, context, now)
    if allowed.is_nothing:
        return []
    return await store.claim_wechat(
        session,
        now=now,
        lease_until=now + timedelta(seconds=settings.delivery_lease_seconds),
        allowed=allowed,
        limit=settings.delivery_batch,
        max_attempts=settings.delivery_max_attempts,
    )


async def _allowance(session: AsyncSession, context: Context, now: datetime) -> Allowance:
    settings = context.settings
    used, paused_until = await store.channel_day(session, Channel.WECHAT, clock.shanghai_date(now))
    if paused_until is not None and paused_until > now:
        return Allowance(0, 0)
    return allowance(
        used=used,
        cap=settings.wechat_daily_cap,
        reserve=settings.wechat_daily_reserve,
        quiet=is_quiet(now, settings.quiet_from_hour, settings.quiet_to_hour),
    )


async def _attempt(context: Context, claimed: Claimed, openid: str | None) -> Outcome:
    try:
        return Outcome(claimed, message_id=await _send(context, claimed, openid))
    except DeliveryFault as fault:
        return Outcome(claimed, fault=fault)
    except Exception as defect:  # one message that breaks us must not hold up the others
        log.error("sending broke", delivery_id=str(claimed.id), exc_info=defect)
        return Outcome(claimed, fault=Defect(type(defect).__name__))


async def _send(context: Context, claimed: Claimed, openid: str | None) -> str:
    if openid is None:
        raise NotBound
    channels: Channels = context.resources
    message = _message(context, claimed, openid)
    token = await channels.wechat_token.get()
    try:
        return await channels.wechat.send(token, message)
    except TokenSpent:
        token = await channels.wechat_token.get(spent=token)
        return await channels.wechat.send(token, message)


def _message(context: Context, claimed: Claimed, openid: str) -> TemplateMessage:
    template = claimed.content["template"]
    return TemplateMessage(
        message_id=claimed.id.hex,
        openid=openid,
        template_id=context.settings.wechat_template_ids.get(template, template),
        url=context.settings.portal_url + claimed.content["link"],
        fields=claimed.content["fields"],
    )


async def _record(session: AsyncSession, context: Context, outcomes: list[Outcome]) -> None:
    now = clock.now()
    today = clock.shanghai_date(now)
    # Always in the same order, so that two senders of one batch cannot wait for each other.
    for outcome in sorted(outcomes, key=lambda one: one.claimed.id):
        await _record_one(session, context, outcome, now)
    sent = sum(outcome.fault is None for outcome in outcomes)
    await store.count_sent(session, Channel.WECHAT, today, sent)
    pause = max((one.fault.pause for one in outcomes if isinstance(one.fault, Retryable)), default=timedelta(0))
    if pause:
        log.warning("channel rests", channel=Channel.WECHAT.value, seconds=pause.total_seconds())
        await store.pause(session, Channel.WECHAT, today, now + pause)


async def _record_one(session: AsyncSession, context: Context, outcome: Outcome, now: datetime) -> None:
    claimed, fault = outcome.claimed, outcome.fault
    if fault is None:
        action = Action.SEND
        values: dict[str, Any] = {"supplier": "wechat", "supplier_message_id": outcome.message_id, "sent_at": now}
    else:
        action = action_after(fault, claimed.send_count, context.settings.delivery_max_attempts)
        values = {"last_error": fault.reason}
        _tell(claimed, fault, action)
    if action is Action.RETRY:
        values["next_attempt_at"] = next_attempt(claimed.send_count, now)
    if action in (Action.REFUSE, Action.ABANDON):
        values["finished_at"] = now
    status = apply(DeliveryStatus.QUEUED, action)
    await store.change(session, claimed.id, DeliveryStatus.QUEUED, status=status.value, **values)
    DELIVERIES.labels(Channel.WECHAT.value, action.value).inc()


def _tell(claimed: Claimed, fault: DeliveryFault, action: Action) -> None:
    level = log.error if isinstance(fault, Misconfigured) else log.warning
    level("delivery not sent", delivery_id=str(claimed.id), reason=str(fault), action=action.value)
