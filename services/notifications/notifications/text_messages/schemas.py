"""Text messages, as other services ask for them."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.contracts.values.mobile import Mobile
from notifications.templates.text_messages import TextTemplate


class TextMessageRequest(BaseModel):
    """Whom to send which text."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "mobile": "13812340001",
                    "template": "verification_code",
                    "params": {"code": "493027", "minutes": "5"},
                }
            ]
        },
    )

    mobile: Mobile
    template: Literal[TextTemplate.VERIFICATION_CODE]
    params: dict[str, str] = Field(default={}, max_length=10, description="模板参数")


class GraduateCodeRequest(BaseModel):
    """Which graduate to send which code; where to is this service's to know."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "graduate_id": "0198a2b4-0000-7000-8000-0000000000a1",
                    "template": "verification_for_acceptance",
                    "params": {"employer": "北京示范科技有限公司", "code": "493027", "minutes": "5"},
                }
            ]
        },
    )

    graduate_id: UUID
    template: Literal[
        TextTemplate.VERIFICATION_CODE,
        TextTemplate.VERIFICATION_FOR_ACCEPTANCE,
        TextTemplate.VERIFICATION_FOR_CORRECTION,
    ] = Field(description="验证码的用途；签约和修改确认的验证码写明用人单位")
    params: dict[str, str] = Field(default={}, max_length=10, description="模板参数")


class GraduateCodeSent(BaseModel):
    """WeChat or a supplier of text messages has taken it."""

    id: UUID
    channel: Literal["wechat", "sms"]
    target: str | None = Field(description="短信：隐去中间几位的手机号；微信：为空")


class TextMessageAccepted(BaseModel):
    """A supplier has taken it. Whether it arrives is told by a receipt later."""

    id: UUID
