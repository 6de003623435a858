"""Binding WeChat, as the portal sees it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class BindRequest(BaseModel):
    """The code that WeChat's authorization page brought back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "0a1B2c3D4e"}]})

    code: str = Field(min_length=1, max_length=200, description="微信网页授权返回的 code，5分钟内有效，只能使用一次")


class Binding(BaseModel):
    """Whether notices also go to WeChat."""

    bound: bool = Field(description="是否已绑定微信")
    bound_at: datetime | None = Field(default=None, description="绑定时间")
