"""预警单位: what is sent and what is shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from common.answers import ActionOption, Answer, Coded, Request
from common.contracts.codes import EmployerNatureCode, IndustryCode
from common.contracts.codes.warnings import WarningTypeCode
from common.contracts.values.calendar import Day
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC

MOST_FILES = 9
Name = Annotated[str, Text(100, minimum=2)]
Reason = Annotated[str, Text(500, minimum=2, lines=True)]
Types = Annotated[list[WarningTypeCode], Field(min_length=1, max_length=4, description="预警类型，可多选")]
Files = Annotated[list[UUID], Field(max_length=MOST_FILES, description="佐证材料，最多9个")]
LastDay = Annotated[Day | None, Field(description="有效期截止日（含当日，北京时间）；为空表示长期有效")]


class MarkForm(Request):
    """标记预警单位 (guides/003 §9)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uscc": "91110108MA00TTT09Y",
                    "name": "杭州云栖数据有限公司",
                    "types": ["fake", "false_advertising"],
                    "reason": "岗位与招聘信息不符，多名毕业生反映收取培训费。",
                    "file_ids": [],
                }
            ]
        },
    )

    uscc: USCC | None = Field(default=None, description="统一社会信用代码；不清楚时为空，按单位名称识别")
    name: Name = Field(description="单位名称；代码属于已认证单位时以认证名称为准")
    industry_code: IndustryCode | None = None
    nature_code: EmployerNatureCode | None = None
    types: Types
    reason: Reason = Field(description="标记原因；将告知被标记的单位")
    file_ids: Files = []
    expires_on: LastDay = None


class MarkChange(Request):
    """修改: the whole new content, and the version that was read."""

    version: int = Field(strict=True, ge=1, description="读取时的 version")
    types: Types
    reason: Reason
    file_ids: Files = []
    expires_on: LastDay = None


class MarkRemoval(Request):
    """删除: why, for the school's own record."""

    reason: Reason | None = None


class AppealForm(Request):
    """申诉."""

    text: Reason = Field(description="申诉理由")
    file_ids: Files = []


class AppealUpheld(Request):
    """申诉成立: a word to the employer, if wanted."""

    answer: Reason | None = None


class AppealDismissal(Request):
    """申诉不成立: why; the employer reads it."""

    answer: Reason


class AppealView(Answer):
    """One appeal and its answer."""

    id: UUID
    status: Coded
    text: str
    file_ids: list[UUID]
    submitted_at: datetime
    decided_at: datetime | None
    answer: str | None


class WarningRow(Answer):
    """One line of the list (guides/003 fig 23). Of a national warning nobody of another school is named."""

    mark_id: UUID | None = Field(description="本校（或所查学校）的标记；全国共享列表中为空")
    name: str = Field(description="单位名称")
    uscc: str | None = Field(description="统一社会信用代码")
    industry: Coded | None = Field(description="单位行业")
    nature: Coded | None = Field(description="单位性质")
    types: list[Coded] = Field(description="预警类型")
    operator: str | None = Field(description="操作人")
    operated_at: datetime = Field(description="操作时间")
    school: Coded | None = Field(description="标记学校；全国共享列表中为空")
    schools: int | None = Field(description="标记该单位的学校数；仅全国共享列表")
    expires_on: date | None
    status: Coded
    actions: list[ActionOption] = Field(description="操作")


class Step(Answer):
    """One thing that happened to a mark."""

    at: datetime
    action: Coded
    after: Coded
    actor: str = Field(description="操作人")
    types: list[Coded]
    detail: str | None


class MarkView(WarningRow):
    """A mark whole, to its own school and to the centre."""

    version: int
    reason: str
    file_ids: list[UUID]
    national: bool = Field(description="是否全国共享")
    appeals: list[AppealView]
    history: list[Step]
    type_choices: list[Coded] = Field(description="可选的预警类型")


class MarkToEmployer(Answer):
    """A mark as the marked employer is told: which school, what and why, never who."""

    mark_id: UUID
    school: Coded
    types: list[Coded]
    reason: str
    marked_at: datetime
    expires_on: date | None
    status: Coded
    ended_at: datetime | None
    appeals: list[AppealView]
    actions: list[ActionOption]


class Advice(Answer):
    """What the reader should know of an employer; empty `types` mean that nobody warns."""

    warned: bool
    national: bool = Field(description="全国共享：达到规定数量的学校已标记")
    by_own_school: bool = Field(description="本校添加")
    types: list[Coded] = Field(description="预警类型")
    text: str | None = Field(description="提示语；没有预警时为空")
