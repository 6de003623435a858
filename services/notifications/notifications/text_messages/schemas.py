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


class TextMessageAccepted(BaseModel):
    """A supplier has taken it. Whether it arrives is told by a receipt later."""

    id: UUID
