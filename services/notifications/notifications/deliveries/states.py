"""What can become of a delivery, when it is tried again, and when people are left in peace. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from common.clock import SHANGHAI
from notifications.adapters.faults import DeliveryFault, Final

FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


class Channel(StrEnum):
    """A way to somebody who is not looking at the platform."""

    WECHAT = "wechat"
    SMS = "sms"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """What screens say."""
        return LABELS[self]


LABELS = {
    DeliveryStatus.QUEUED: "等待发送",
    DeliveryStatus.SENT: "已发送",
    DeliveryStatus.DELIVERED: "已送达",
    DeliveryStatus.FAILED: "发送失败",
    DeliveryStatus.ABANDONED: "已放弃",
}


class Action(StrEnum):
    """What happens to a delivery."""

    SEND = "send"
    RETRY = "retry"
    REFUSE = "refuse"
    ABANDON = "abandon"
    CONFIRM = "confirm"
    BOUNCE = "bounce"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `event` is what the outside world said or did."""

    origin: DeliveryStatus
    action: Action
    event: str
    to: DeliveryStatus


TRANSITIONS = (
    Transition(DeliveryStatus.QUEUED, Action.SEND, "the supplier took it", DeliveryStatus.SENT),
    Transition(DeliveryStatus.QUEUED, Action.RETRY, "it may get through later", DeliveryStatus.QUEUED),
    Transition(DeliveryStatus.QUEUED, Action.REFUSE, "it can never get through", DeliveryStatus.FAILED),
    Transition(
        DeliveryStatus.QUEUED,
        Action.ABANDON,
        "tries, time or its reason are used up",
        DeliveryStatus.ABANDONED,
    ),
    Transition(DeliveryStatus.SENT, Action.CONFIRM, "the receipt says it arrived", DeliveryStatus.DELIVERED),
    Transition(DeliveryStatus.SENT, Action.BOUNCE, "the receipt says it did not", DeliveryStatus.FAILED),
)
_TABLE = {(row.origin, row.action): row.to for row in TRANSITIONS}


class NotPossible(Exception):
    """The delivery has got somewhere else meanwhile: a late or repeated report."""


def apply(status: DeliveryStatus, action: Action) -> DeliveryStatus:
    """Where the action leads.

    Raises:
        NotPossible: the table has no such row.
    """
    to = _TABLE.get((status, action))
    if to is None:
        raise NotPossible(f"{action} of a {status} delivery")
    return to


def action_after(fault: DeliveryFault, send_count: int, max_attempts: int) -> Action:
    """What a failed attempt means."""
    if isinstance(fault, Final):
        return Action.REFUSE
    if not fault.counts:
        return Action.RETRY
    return Action.ABANDON if send_count >= max_attempts else Action.RETRY


def next_attempt(send_count: int, now: datetime) -> datetime:
    """When the next attempt is due after `send_count` of them: 10 s, 20 s, 40 s … at most an hour later."""
    doublings = min(send_count - 1, 12)
    return now + min(FIRST_RETRY * 2**doublings, LONGEST_RETRY)


def is_quiet(now: datetime, from_hour: int, to_hour: int) -> bool:
    """Whether people sleep: from 22:00 until before 08:00 in Asia/Shanghai, unless set otherwise."""
    hour = now.astimezone(SHANGHAI).hour
    if from_hour <= to_hour:
        return from_hour <= hour < to_hour
    return hour >= from_hour or hour < to_hour


def next_morning(now: datetime, to_hour: int) -> datetime:
    """When people are next up: the first 08:00 in Asia/Shanghai (unless set otherwise) after this moment."""
    local = now.astimezone(SHANGHAI)
    today = local.replace(hour=to_hour, minute=0, second=0, microsecond=0)
    return (today if today > local else today + timedelta(days=1)).astimezone(UTC)


def is_urgent(deadline: datetime | None, now: datetime, to_hour: int) -> bool:
    """Whether the next morning would be too late."""
    return deadline is not None and deadline <= next_morning(now, to_hour)


@dataclass(frozen=True)
class Cap:
    """No more than `most` within any `window`. Sliding, so that it is never looser than a supplier's clock windows."""

    window: timedelta
    most: int


def wait_before_next(sent: Sequence[datetime], caps: Sequence[Cap], now: datetime) -> timedelta:
    """How long the next message to a number has to wait; zero if it may go now. `sent` is oldest first."""
    return max((_wait(sent, cap, now) for cap in caps), default=timedelta(0))


def _wait(sent: Sequence[datetime], cap: Cap, now: datetime) -> timedelta:
    recent = [moment for moment in sent if moment > now - cap.window]
    if len(recent) < cap.most:
        return timedelta(0)
    if cap.most == 0:
        return cap.window
    return recent[-cap.most] + cap.window - now


@dataclass(frozen=True)
class Allowance:
    """How many messages a channel may send now: urgent ones, and ones that can wait."""

    urgent: int
    waiting: int

    @property
    def is_nothing(self) -> bool:
        """Nobody is served now."""
        return self.urgent == 0 and self.waiting == 0


def allowance(*, used: int, cap: int, reserve: int, quiet: bool) -> Allowance:
    """What is left of today's cap. `reserve` of it is kept for urgent ones."""
    left = max(cap - used, 0)
    return Allowance(urgent=left, waiting=0 if quiet else max(left - reserve, 0))
