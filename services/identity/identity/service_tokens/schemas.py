"""How one of our services proves itself and what it gets."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class ServiceTokenRequest(BaseModel):
    """A service's name and its secret."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"service": "agreements", "client_secret": "…"}]}
    )

    service: str = Field(min_length=1, max_length=50, description="服务名称")
    client_secret: SecretStr = Field(min_length=1, max_length=500, description="服务密钥")


class ServiceToken(BaseModel):
    """An access token of role `service`; there is nothing to refresh, the secret is shown again."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="有效秒数")
