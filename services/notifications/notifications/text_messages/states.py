"""How many codes a number may get. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Cap:
    """No more than `most` within any `window`. Sliding, so that it is never looser than a supplier's clock windows."""

    window: timedelta
    most: int


def wait_before_next(sent: Sequence[datetime], caps: Sequence[Cap], now: datetime) -> timedelta:
    """How long the next message has to wait; zero if it may go now. `sent` is in order, oldest first."""
    return max((_wait(sent, cap, now) for cap in caps), default=timedelta(0))


def _wait(sent: Sequence[datetime], cap: Cap, now: datetime) -> timedelta:
    recent = [moment for moment in sent if moment > now - cap.window]
    if len(recent) < cap.most:
        return timedelta(0)
    if cap.most == 0:
        return cap.window
    return recent[-cap.most] + cap.window - now
