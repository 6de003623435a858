"""申请加入单位: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from common.answers import ActionOption, Answer, Coded, Request
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC


class JoinForm(Request):
    """申请加入单位."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"uscc": "91110108MA00TTT09Y", "note": "人力资源部，负责 2027 届校园招聘"}]}
    )

    uscc: USCC
    note: Annotated[str, Text(200)] | None = Field(default=None, description="说明，给该单位用户看")


class RefusalForm(Request):
    """不同意."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "申请人不是本单位员工"}]})

    reason: Annotated[str, Text(200, minimum=2)] = Field(description="不同意的原因")


class JoinRequestView(Answer):
    """One request."""

    id: UUID
    employer_id: UUID
    employer_name: str
    uscc: str
    applicant: str = Field(description="申请人姓名")
    applicant_mobile: str = Field(description="申请人手机号（已隐去中间四位）")
    note: str | None
    status: Coded
    requested_at: datetime
    expires_at: datetime = Field(description="过期时间；到期未答复自动结束")
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None = Field(description="不同意的原因")
    refresh_needed: bool = Field(description="申请已同意而当前令牌中还没有单位，请刷新令牌后继续")
    actions: list[ActionOption]
