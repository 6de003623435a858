"""Asking for a verification code."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from common.contracts.values.mobile import Mobile


class SmsCodeRequest(BaseModel):
    """免费获取短信验证码."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"mobile": "13812340001", "purpose": "register"}]}
    )

    mobile: Mobile
    purpose: Literal["register", "reset_password", "change_mobile", "confirm"] = Field(
        description="用途：register 注册，reset_password 找回密码，change_mobile 更换手机号（发到新手机号），"
        "confirm 本人确认（发到原手机号）"
    )


class SmsCodeSent(BaseModel):
    """Sent, if the number can receive messages. The same for every number."""

    mobile: str = Field(description="手机号（已隐去中间四位）")
    expires_in: int = Field(description="验证码的有效秒数")
    retry_after: int = Field(description="多少秒后可重新获取")
