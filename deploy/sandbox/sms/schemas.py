"""What the SMS suppliers take and answer."""

import math
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, computed_field

Supplier = Literal["a", "b"]
Status = Literal["ACCEPTED", "DELIVERED", "UNDELIVERED"]


class SendRequest(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "out_id": "0198c0de-0000-7000-8000-000000000001",
                    "mobile": "13812340001",
                    "sign": "网签平台",
                    "template": "verification_code",
                    "params": {"code": "493027"},
                    "text": "验证码493027,5分钟内有效。",
                }
            ]
        }
    )

    out_id: str = Field(min_length=1, max_length=64, description="The sender's id; the same id is sent once")
    mobile: str = Field(max_length=32)
    sign: str = Field(min_length=1, max_length=32, description="Signature, shown as 【…】 before the text")
    template: str = Field(min_length=1, max_length=64)
    params: dict[str, str] = {}
    text: str = Field(min_length=1, max_length=1000)
    callback_url: HttpUrl | None = Field(default=None, description="Where the receipt is posted")


class Accepted(BaseModel):
    message_id: str
    accepted: Literal[True] = True


class Receipt(BaseModel):
    """What became of a message; ACCEPTED until the carrier has answered. Posted receipts are never ACCEPTED."""

    message_id: str
    out_id: str
    status: Status
    at: AwareDatetime


class Sms(SendRequest):
    """A message that a supplier took."""

    message_id: str
    supplier: Supplier
    sent_at: AwareDatetime
    status: Status = "ACCEPTED"
    status_at: AwareDatetime

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorator above a property
    @property
    def content(self) -> str:
        """What the phone shows: the supplier puts the signature before the text."""
        return self.text if self.text.startswith("【") else f"【{self.sign}】{self.text}"

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorator above a property
    @property
    def segments(self) -> int:
        """What is paid for: up to 70 characters are one message, longer ones are cut into pieces of 67."""
        length = len(self.content.encode("utf-16-le")) // 2
        return 1 if length <= 70 else math.ceil(length / 67)

    def receipt(self) -> Receipt:
        return Receipt(message_id=self.message_id, out_id=self.out_id, status=self.status, at=self.status_at)
