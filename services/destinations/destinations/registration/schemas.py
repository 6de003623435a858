"""Registrations in and out (guides/003 fig 22)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from common.answers import ActionOption, Answer, Coded, Request
from common.contracts.values.text import Text

MOST_FIELDS = 40


class Submit(Request):
    """A destination type and what it asks for."""

    destination_code: str = Field(min_length=2, max_length=20, description="毕业去向类型代码", examples=["71"])
    fields: dict[str, str] = Field(
        default_factory=dict,
        max_length=MOST_FIELDS,
        description="该类型要求填写的字段，见 GET /v1/destination-types",
        examples=[{"reason": "准备参加2027年全国硕士研究生招生考试"}],
    )


class Reject(Request):
    """审核不通过: what exactly is wrong."""

    reason: Annotated[str, Text(500, lines=True)] = Field(description="审核不通过原因", examples=["情况说明与事实不符"])


class FilledField(Answer):
    """One field as it was filled in."""

    name: str
    label: str
    value: str


class GraduateView(Answer):
    """毕业生, as the roster has them now."""

    graduate_id: UUID
    name: str
    id_number_masked: str
    school: Coded
    department: str
    level: Coded
    major: str


class HistoryEntry(Answer):
    """One change. Staff see who of the staff it was; the graduate sees the role."""

    at: datetime
    action: Coded
    by: str
    by_role: str
    status: Coded
    review_step: Coded | None
    destination: Coded
    reason: str | None


class DestinationRow(Answer):
    """One line of a list."""

    id: UUID
    version: int
    cohort: int
    cohort_label: str
    destination: Coded = Field(description="去向")
    status: Coded = Field(description="去向状态")
    review_step: Coded | None = Field(description="正在等待谁；不在审核中时为空")
    graduate: GraduateView
    submitted_at: datetime = Field(description="申请时间")
    updated_at: datetime
    actions: list[ActionOption]


class DestinationView(DestinationRow):
    """The whole registration."""

    review_mode: Coded = Field(description="提交时确定的审核方式")
    fields: list[FilledField]
    reject_reason: str | None
    history: list[HistoryEntry] = Field(description="审核操作记录")
