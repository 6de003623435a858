"""Captchas as requests and answers show them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from common.contracts.values.checked import ValueFault, schema_error
from identity.captcha.states import CaptchaAnswer


class CaptchaView(BaseModel):
    """A picture to be shown beside an input."""

    captcha_id: UUID
    image: str = Field(description="图片（data URL，PNG）", examples=["data:image/png;base64,iVBORw0KGgo…"])
    expires_at: datetime = Field(description="此后失效；每张图片只能使用一次")


class WithCaptcha(BaseModel):
    """What a form has that may ask for a captcha."""

    captcha_id: UUID | None = Field(default=None, description="图片验证码编号；需要时填写")
    captcha_answer: str | None = Field(default=None, max_length=20, description="图片中的字符，不区分大小写")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.captcha_id is None) != (self.captcha_answer is None):
            raise schema_error(ValueFault("captcha_id 与 captcha_answer 须同时填写", "请补全另一项"))
        return self

    @property
    def captcha(self) -> CaptchaAnswer | None:
        """What was answered, if anything."""
        if self.captcha_id is None or self.captcha_answer is None:
            return None
        return CaptchaAnswer(self.captcha_id, self.captcha_answer)
