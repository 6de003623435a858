"""Settings of notifications: its outside addresses, its suppliers, and the limits it keeps below theirs."""

from pydantic import Field, SecretStr

from common.settings import CipherSettings, Settings


class NotificationsSettings(Settings):
    """Limits are those of domain.md §5, with room left below them. Credentials default to those of the sandbox."""

    cipher: CipherSettings
    public_url: str = "http://127.0.0.1:8080/notifications"
    """Where this service is reached from outside; SMS suppliers post their receipts there."""
    portal_url: str = "http://127.0.0.1:8080"
    """What the link of a WeChat message begins with."""

    wechat_url: str
    wechat_appid: str = "wx5a17d0b0c0ffee01"
    wechat_secret: SecretStr = SecretStr("wechat-development-secret")
    wechat_template_ids: dict[str, str] = {}
    """The account's own id of each of our templates; one that is not named has our name."""
    wechat_timeout_seconds: float = 5
    wechat_daily_cap: int = Field(default=95_000, ge=0)
    """Template messages a day (Asia/Shanghai); a verified account may send 100,000."""
    wechat_daily_reserve: int = Field(default=20_000, ge=0)
    """How many of them are kept for urgent notices."""

    sms_a_url: str
    sms_a_key: SecretStr = SecretStr("sms-a-development-key")
    sms_b_url: str
    sms_b_key: SecretStr = SecretStr("sms-b-development-key")
    sms_sign: str = "网签平台"
    receipt_secret: SecretStr
    """The secret in the callback address that suppliers are given."""
    sms_timeout_seconds: float = 3
    sms_pause_seconds: float = 30
    """How long a supplier that failed is asked last."""
    sms_codes_per_minute: int = 1
    sms_codes_per_hour: int = 5
    sms_codes_per_day: int = 10
    sms_notices_per_minute: int = 1
    sms_notices_per_hour: int = 5
    sms_notices_per_day: int = 8
    """To one number; carriers let through 10 a day that are no codes."""
    sms_daily_cap: int = Field(default=50_000, ge=0)
    """Notices by text message a day (Asia/Shanghai), in all; they cost money."""
    sms_daily_reserve: int = Field(default=10_000, ge=0)
    """How many of them are kept for urgent notices."""
    wechat_attempts_before_sms: int = Field(default=8, ge=1)
    """Tries before a text message takes the place of a notice with a deadline: about forty minutes."""
    sms_before_deadline_minutes: int = Field(default=120, ge=0)
    """What WeChat has not taken so long before its deadline goes out as a text message."""
    wechat_patience_minutes: int = Field(default=10, ge=0)
    """How long WeChat has at least, however near the deadline is."""

    quiet_from_hour: int = Field(default=22, ge=0, le=23)
    quiet_to_hour: int = Field(default=8, ge=0, le=23)
    """In between (Asia/Shanghai) nothing is sent that can wait."""
    delivery_batch: int = Field(default=20, ge=1)
    delivery_lease_seconds: float = 120
    """How long a sender has for a batch. WeChat remembers our id for ten minutes, so keep this well below."""
    delivery_max_attempts: int = Field(default=24, ge=1)
