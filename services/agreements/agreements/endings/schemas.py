"""What is said when an agreement ends or is disputed, and how that is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.files.schemas import OptionalFileIds
from common.answers import Answer, Coded, Request
from common.contracts.values.text import Text

Words = Annotated[str, Text(500, lines=True)]


class VoidAgreement(Request):
    """作废, after talking to the employer (guides/000 §7)."""

    detail: Words = Field(description="作废原因；双方都会看到")
    talk: Words = Field(description="与用人单位的沟通记录；仅学校可见")


class DisputeAgreement(Request):
    """“这不是我签的”."""

    detail: Words = Field(description="情况说明；仅本人和学校可见")
    file_ids: OptionalFileIds = Field(default_factory=list, description="证明材料，可不提供")


class DecideDispute(Request):
    """The school's finding."""

    detail: Words = Field(description="处理意见；双方都会看到")


class DisputeView(Answer):
    """One case, for the graduate and the school."""

    case_number: str = Field(examples=["YY20270000001"])
    opened_at: datetime
    detail: str
    file_ids: list[UUID]
    outcome: Coded | None = Field(description="尚未处理时为空")
    decided_at: datetime | None
    decided_by: str | None
    answer: str | None


class EndingView(Answer):
    """How it ended: 作废, 失效 or withdrawn."""

    reason: Coded | None
    detail: str | None
    talk: str | None = Field(description="与用人单位的沟通记录；仅学校可见")
