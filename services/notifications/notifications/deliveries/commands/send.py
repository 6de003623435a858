"""Sending what is queued, over any channel: claim, send, record."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.logging import get_logger
from common.service import Context
from notifications.adapters.faults import Defect, DeliveryFault, Misconfigured, NumberBusy, Retryable
from notifications.deliveries import store
from notifications.deliveries.commands.queue import hand_on
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
from notifications.deliveries.store import Claim, Claimed
from notifications.metrics import DELIVERIES

log = get_logger(__name__)


@dataclass(frozen=True)
class Handed:
    """A supplier has the message, under this id of its own."""

    supplier: str
    message_id: str


Attempt = Callable[[Claimed], Awaitable[Handed]]
"""One try to hand a message to a supplier. Raises `DeliveryFault`."""


@dataclass(frozen=True)
class Way:
    """How a channel is served: how much a day, and how its messages are handed over."""

    channel: Channel
    daily_cap: int
    daily_reserve: int
    prepare: Callable[[AsyncSession, list[Claimed]], Awaitable[Attempt]]
    """Within the claim's transaction: what all of a batch need to know."""


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: the supplier's id of the message, or the fault."""

    claimed: Claimed
    handed: Handed | None = None
    fault: DeliveryFault | None = None


async def send_batch(session: AsyncSession, context: Context, way: Way) -> int:
    """Send the next messages. The claim is committed before anything is sent; `session` records what came of it.

    Whoever dies in between leaves rows that are due again when the lease ends. They are then sent under the same id,
    which a supplier takes once.
    """
    async with context.database.transaction() as claiming:
        batch = await claim(claiming, context, way)
        attempt = await way.prepare(claiming, batch)
    outcomes = await asyncio.gather(*(_attempt(attempt, one) for one in batch))
    if outcomes:
        await record(session, context, way.channel, outcomes)
    return len(outcomes)


async def claim(session: AsyncSession, context: Context, way: Way) -> list[Claimed]:
    """The next messages that may go now; they are ours until the lease ends."""
    now = clock.now()
    settings = context.settings
    allowed = await _allowance(session, context, way, now)
    if allowed.is_nothing:
        return []
    lease_until = now + timedelta(seconds=settings.delivery_lease_seconds)
    wanted = Claim(way.channel, now, lease_until, allowed, settings.delivery_batch, settings.delivery_max_attempts)
    return await store.claim(session, wanted)


async def _allowance(session: AsyncSession, context: Context, way: Way, now: datetime) -> Allowance:
    settings = context.settings
    used, paused_until = await store.channel_day(session, way.channel, clock.shanghai_date(now))
    if paused_until is not None and paused_until > now:
        return Allowance(0, 0)
    return allowance(
        used=used,
        cap=way.daily_cap,
        reserve=way.daily_reserve,
        quiet=is_quiet(now, settings.quiet_from_hour, settings.quiet_to_hour),
    )


async def _attempt(attempt: Attempt, claimed: Claimed) -> Outcome:
    try:
        return Outcome(claimed, handed=await attempt(claimed))
    except DeliveryFault as fault:
        return Outcome(claimed, fault=fault)
    except Exception as defect:  # one message that breaks us must not hold up the others
        log.error("sending broke", delivery_id=str(claimed.id), exc_info=defect)
        return Outcome(claimed, fault=Defect(type(defect).__name__))


async def record(session: AsyncSession, context: Context, channel: Channel, outcomes: list[Outcome]) -> None:
    """Keep what came of a batch, and let the channel rest if every message would meet the same."""
    now = clock.now()
    today = clock.shanghai_date(now)
    # Always in the same order, so that two senders of one batch cannot wait for each other.
    for outcome in sorted(outcomes, key=lambda one: one.claimed.id):
        await _record_one(session, context, channel, outcome, now)
    sent = sum(outcome.fault is None for outcome in outcomes)
    await store.count_sent(session, channel, today, sent)
    pause = max((one.fault.pause for one in outcomes if isinstance(one.fault, Retryable)), default=timedelta(0))
    if pause:
        log.warning("channel rests", channel=channel.value, seconds=pause.total_seconds())
        await store.pause(session, channel, today, now + pause)


async def _record_one(
    session: AsyncSession, context: Context, channel: Channel, outcome: Outcome, now: datetime
) -> None:
    claimed = outcome.claimed
    if outcome.handed is not None:
        action, values = Action.SEND, _handed(outcome.handed, now)
    else:
        fault = outcome.fault or Defect()
        action = action_after(fault, claimed.send_count, _tries(context, claimed))
        values = _not_handed(claimed, fault, action, now)
        _tell(claimed, fault, action)
    status = apply(DeliveryStatus.QUEUED, action)
    was_ours = await store.change(session, claimed.id, DeliveryStatus.QUEUED, status=status.value, **values)
    DELIVERIES.labels(channel.value, action.value).inc()
    if was_ours and action in (Action.REFUSE, Action.ABANDON):
        await hand_on(session, context.settings, claimed)


def _tries(context: Context, claimed: Claimed) -> int:
    """A channel after which another one comes is given up sooner."""
    settings = context.settings
    return int(settings.wechat_attempts_before_sms if "sms" in claimed.content else settings.delivery_max_attempts)


def _handed(handed: Handed, now: datetime) -> dict[str, Any]:
    return {"supplier": handed.supplier, "supplier_message_id": handed.message_id, "sent_at": now}


def _not_handed(claimed: Claimed, fault: DeliveryFault, action: Action, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"last_error": fault.reason, "sent_at": None}
    if action is Action.RETRY:
        waits = now + fault.wait if isinstance(fault, NumberBusy) else next_attempt(claimed.send_count, now)
        tried = claimed.send_count if fault.counts else claimed.send_count - 1
        return values | {"next_attempt_at": waits, "send_count": tried}
    return values | {"finished_at": now}


def _tell(claimed: Claimed, fault: DeliveryFault, action: Action) -> None:
    level = log.error if isinstance(fault, Misconfigured) else log.warning
    level("delivery not sent", delivery_id=str(claimed.id), reason=str(fault), action=action.value)
