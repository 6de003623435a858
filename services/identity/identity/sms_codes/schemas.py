"""Asking for a verification code."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from common.contracts.values.mobile import Mobile


class SmsCodeRequest(BaseModel):
    """免费获取短信验证码."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mobile": "13812340001", "purpose": "register"}]})

    mobile: Mobile
    purpose: Literal["register"] = Field(description="用途：register 注册")


class SmsCodeSent(BaseModel):
    """Sent, if the number can receive messages. The same for every number."""

    mobile: str = Field(description="手机号（已隐去中间四位）")
    expires_in: int = Field(description="验证码的有效秒数")
    retry_after: int = Field(description="多少秒后可重新获取")
