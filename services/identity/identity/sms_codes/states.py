"""Caps of verification codes. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from common.errors import TooManyRequests
from identity.settings import SmsCodeSettings
from identity.sms_codes.errors import AddressLimited, SmsCodesUsedUp, SmsCodeTooSoon

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Purpose(StrEnum):
    """What a code is good for; a code for one thing proves nothing for another."""

    REGISTER = "register"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose
    CHANGE_MOBILE = "change_mobile"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Sent:
    """What has been sent so far: to the number within a day, from the address within an hour."""

    to_number: int
    last_to_number: datetime | None
    from_address: int


def refusal(sent: Sent, now: datetime, settings: SmsCodeSettings) -> TooManyRequests | None:
    """Why no code may be sent now; None when one may."""
    next_at = (sent.last_to_number or now - DAY) + timedelta(seconds=settings.seconds_between)
    if next_at > now:
        wait = max(1, round((next_at - now).total_seconds()))
        return SmsCodeTooSoon(f"验证码已发送，请 {wait} 秒后再获取。", retry_after=wait)
    if sent.to_number >= settings.per_number_and_day:
        return SmsCodesUsedUp(
            f"该手机号24小时内已获取 {sent.to_number} 次验证码。", retry_after=int(DAY.total_seconds())
        )
    if sent.from_address >= settings.per_address_and_hour:
        return AddressLimited(retry_after=int(HOUR.total_seconds()))
    return None
