"""What a session remembers of its device, and when a used refresh token is no theft. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Device:
    """Where a session was begun or last refreshed."""

    address_index: str | None
    address_shown: str | None
    user_agent: str | None


@dataclass(frozen=True)
class UsedToken:
    """A refresh token that has been used, with the device that its session was on when it was last refreshed."""

    session_id: UUID
    used_at: datetime
    device: Device


def is_second_tab(used: UsedToken, device: Device, now: datetime, grace: timedelta) -> bool:
    """Whether the same browser has sent a token twice within a moment, as two open tabs do.

    A thief elsewhere, or later, is told by the address, the browser or the time.
    """
    same = (used.device.address_index, used.device.user_agent) == (device.address_index, device.user_agent)
    return same and device.address_index is not None and now - used.used_at <= grace
