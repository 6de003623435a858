"""What is said when an agreement ends or is disputed, and how that is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.edits.schemas import EditView
from agreements.files.schemas import OptionalFileIds
from agreements.records.schemas.fields import TITLES as LETTER_TITLES
from common.answers import Answer, Coded, Request
from common.contracts.values.text import Text

EMPLOYER_TITLES = {
    "name": "单位名称",
    "uscc": "统一社会信用代码",
    "nature_code": "单位性质",
    "industry_code": "单位行业",
    "region_code": "所在地",
    "address": "详细地址",
}
TITLES = LETTER_TITLES | {f"employer.{field}": title for field, title in EMPLOYER_TITLES.items()}
"""Every field that the school may ever amend, by its name on screens."""
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


class AmendAgreement(Request):
    """修改签约信息 by the school."""

    changes: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=5000)] | int | bool | None] = (
        Field(
            min_length=1,
            max_length=40,
            description="字段名 → 新值，如 letter.report_by、relocation.file_address、employer.name；清空填 null",
            examples=[{"letter.report_by": "2027-07-01", "letter.work_place": "上海市浦东新区"}],
        )
    )
    detail: Words = Field(description="修改原因；双方都会看到")


class AmendmentView(EditView):
    """One amendment, field by field."""

    detail: str | None = Field(description="修改原因")


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
