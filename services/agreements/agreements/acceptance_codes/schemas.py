"""What the graduate is told of a code."""

from datetime import datetime

from pydantic import Field

from common.answers import Answer, Coded


class AskedCode(Answer):
    """Where the code went, or that the acceptance may do without."""

    required: bool = Field(description="接受邀请或确认修改时是否必须填写验证码")
    channel: Coded | None = Field(examples=[{"code": "sms", "label": "短信"}])
    target: str | None = Field(description="短信：隐去中间几位的手机号")
    expires_at: datetime | None = Field(description="此时之前有效")
    detail: str
