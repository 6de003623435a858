"""Settings: frozen objects that are passed in. Environment names start with `WANGQIAN_`, `__` goes one level down."""

from typing import Literal

from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel, frozen=True):
    """One PostgreSQL database, owned by one service."""

    url: SecretStr
    """`postgresql://user:password@host:port/database`."""
    pool_size: int = 10
    statement_timeout_ms: int = 15_000


class BusSettings(BaseModel, frozen=True):
    """`local` keeps events inside the process of the embedded run; `rabbit` needs a broker."""

    kind: Literal["local", "rabbit"] = "rabbit"
    url: SecretStr = SecretStr("amqp://guest:guest@127.0.0.1:5672/")
    prefetch: int = 16
    retry_delays: tuple[float, ...] = (1, 10, 60, 600, 3600)
    """Seconds before each further try of a reaction that failed; after the last the message is a dead letter."""


class StorageSettings(BaseModel, frozen=True):
    """An S3 object store."""

    endpoint: str
    access_key: str
    secret_key: SecretStr
    bucket: str = "wangqian"
    secure: bool = False


class CipherSettings(BaseModel, frozen=True):
    """Keys of field encryption, base64 of 32 bytes each. The highest version encrypts, all decrypt."""

    keys: dict[int, SecretStr]
    index_key: SecretStr


class TokenSettings(BaseModel, frozen=True):
    """How access tokens are verified, and this service's own secret for calls to other services."""

    issuer: str = "https://wangqian.example/identity"
    audience: str = "wangqian"
    client_secret: SecretStr


class Settings(BaseSettings):
    """What every service needs. Each service composes its own class from this one."""

    model_config = SettingsConfigDict(
        env_prefix="WANGQIAN_", env_nested_delimiter="__", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    database: DatabaseSettings
    bus: BusSettings = BusSettings()
    tokens: TokenSettings
    peer_url: str = "http://127.0.0.1:8000/{service}"
    """Where another service answers; `{service}` is replaced by its name."""
    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"
