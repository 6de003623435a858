"""Which key signs, which are published, when a new one is due. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CLOCK_MARGIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Key:
    """An Ed25519 key. It signs from `signs_from` (UTC) until the next one's `signs_from`."""

    kid: str
    public: str
    """base64url of the 32 bytes, as `x` in a JWK (RFC 8037)."""
    private_sealed: str
    signs_from: datetime


def signing_key(keys: Sequence[Key], now: datetime) -> Key | None:
    """The newest key whose time has come."""
    begun = [key for key in keys if key.signs_from <= now]
    return max(begun, key=lambda key: key.signs_from, default=None)


def rotation_is_due(keys: Sequence[Key], now: datetime, serves: timedelta) -> bool:
    """Whether the newest key, signing or waiting to, has served its time."""
    return bool(keys) and max(key.signs_from for key in keys) + serves <= now


def outlived(keys: Sequence[Key], now: datetime, longest_token: timedelta) -> list[Key]:
    """Keys that no living token was signed with: their successor has signed for longer than any token lasts."""
    current = signing_key(keys, now)
    if current is None or current.signs_from + longest_token + CLOCK_MARGIN > now:
        return []
    return [key for key in keys if key.signs_from < current.signs_from]
