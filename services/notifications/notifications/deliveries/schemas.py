"""What a supplier tells us about a text message."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Receipt(BaseModel):
    """A receipt, in the suppliers' own words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "message_id": "6f1c3a",
                    "out_id": "0198c0de000070008000000000000001",
                    "status": "DELIVERED",
                    "at": "2026-11-21T02:00:00Z",
                }
            ]
        }
    )

    message_id: str
    out_id: UUID
    status: Literal["DELIVERED", "UNDELIVERED"]
    at: AwareDatetime
