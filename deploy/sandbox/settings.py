"""Settings of the sandbox: who may call it, and how closely it keeps the limits of the real systems."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SandboxSettings(BaseSettings):
    """Read from the environment with the prefix `WANGQIAN_SANDBOX_`; the defaults are for development only."""

    model_config = SettingsConfigDict(env_prefix="WANGQIAN_SANDBOX_", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8090
    state_dir: Path | None = Field(default=None, description="Folder of sandbox.sqlite; without it nothing is kept.")
    keep_messages: int = Field(default=50_000, ge=1, description="Messages kept per channel; the oldest go first.")

    chsi_client_id: str = "wangqian"
    chsi_client_secret: SecretStr = SecretStr("chsi-development-secret")
    chsi_redirect_uris: tuple[str, ...] = (
        "http://127.0.0.1:8080/identity/v1/chsi/callback",
        "http://localhost:8080/identity/v1/chsi/callback",
    )
    chsi_code_seconds: int = Field(default=60, ge=1)
    chsi_token_seconds: int = Field(default=3600, ge=1)

    bank_client_id: str = "wangqian"
    bank_client_secret: SecretStr = SecretStr("bank-development-secret")
    bank_callback_secret: SecretStr = SecretStr("bank-development-callback-secret")
    bank_payment_seconds: float = Field(default=1.0, ge=0, description="How long each step of a remittance takes.")

    employment_client_id: str = "wangqian"
    employment_client_secret: SecretStr = SecretStr("employment-development-secret")

    jobplatform_client_id: str = "wangqian"
    jobplatform_client_secret: SecretStr = SecretStr("jobplatform-development-secret")
    jobplatform_redirect_uris: tuple[str, ...] = (
        "http://127.0.0.1:8080/identity/v1/job-platform/callback",
        "http://localhost:8080/identity/v1/job-platform/callback",
    )
    jobplatform_code_seconds: int = Field(default=60, ge=1)
    jobplatform_token_seconds: int = Field(default=3600, ge=1)

    sms_a_key: SecretStr = SecretStr("sms-a-development-key")
    sms_b_key: SecretStr = SecretStr("sms-b-development-key")
    sms_limit_verification: bool = Field(
        default=False, description="One message per number and natural minute for verification templates."
    )
    sms_verification_prefix: str = Field(default="verification", description="Templates that begin so carry a code.")
    sms_receipt_seconds: float = Field(default=0.3, ge=0, description="Wait before the receipt is known and posted.")
    sms_receipt_retry_seconds: float = Field(default=1.0, ge=0, description="Wait before a receipt is posted again.")

    wechat_appid: str = "wx5a17d0b0c0ffee01"
    wechat_secret: SecretStr = SecretStr("wechat-development-secret")
    wechat_daily_quota: int = Field(default=100_000, ge=0, description="Template messages per day, Asia/Shanghai.")
    wechat_oauth_domains: tuple[str, ...] = ("127.0.0.1", "localhost")

    def sms_key(self, supplier: str) -> SecretStr:
        """The key that supplier `a` or `b` gave us."""
        return self.sms_a_key if supplier == "a" else self.sms_b_key
