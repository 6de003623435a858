"""What the employment system answers, and pulls as screens show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from common.answers import Coded
from common.contracts.values.cohort import Cohort, cohort_label
from common.contracts.values.text import Text
from identity.roster_pulls.states import MODE_LABELS, Mode, PullStatus

BIGGEST = 2**62
FIELDS = {"sequence": "序号", "removed": "移出标记", "exam_number": "考生号", "row": "学生信息", "reason": "移出原因"}
Sequence = Annotated[int, Field(ge=0, le=BIGGEST)]


def _texts(value: Any) -> Any:
    """Cells as texts; a null is a blank one."""
    if not isinstance(value, dict):
        return value
    return {str(header): "" if cell is None else str(cell) for header, cell in value.items()}


class SourceRow(BaseModel):
    """A graduate as the employment system has it after a change of its list."""

    sequence: Sequence
    removed: bool
    exam_number: Annotated[str, Text(100)]
    row: Annotated[dict[str, str] | None, BeforeValidator(_texts)] = None
    reason: Annotated[str, Text(500, minimum=0, lines=True)] | None = None


class SourcePage(BaseModel):
    """Changes after a sequence, oldest first; `next` is None on the last page. Items are read one by one."""

    items: list[Any]
    next: Sequence | None
    latest: Sequence


@dataclass(frozen=True)
class Unreadable:
    """An item of a page that cannot be read: whose, if that can, and what of it."""

    exam_number: str
    field: str


def readable(page: SourcePage) -> tuple[list[SourceRow], list[Unreadable]]:
    """The items of a page that can be read, and the others."""
    items, unreadable = [], []
    for item in page.items:
        try:
            items.append(SourceRow.model_validate(item))
        except ValidationError as refused:
            [first, *_] = refused.errors(include_url=False, include_input=False)
            field = str(first["loc"][0]) if first["loc"] else ""
            unreadable.append(Unreadable(_exam_number(item), FIELDS.get(field, "记录")))
    return items, unreadable


def _exam_number(item: Any) -> str:
    number = item.get("exam_number") if isinstance(item, dict) else None
    try:
        return TypeAdapter(Annotated[str, Text(100)]).validate_python(number)
    except ValidationError:
        return ""


class PullRequest(BaseModel):
    """同步名单."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"cohort": 2027, "mode": "incremental"}]})

    cohort: Cohort
    mode: Mode = Field(default="incremental", description="full：全量同步；incremental：只同步上次以后的变化")
    confirm_removals: bool = Field(
        default=False, description="确认移除：就业管理系统中已移出或已不存在的学生较多时，仍然移出名单"
    )


class PullView(BaseModel):
    """A pull and what has come of it so far."""

    id: UUID
    cohort: int
    cohort_label: str
    mode: Coded
    status: Coded
    started_by: str = Field(description="发起人；定时同步为“系统定时”")
    started_at: datetime
    finished_at: datetime | None
    new: int = Field(description="新增人数")
    changed: int = Field(description="变更人数")
    unchanged: int = Field(description="无变化人数")
    removed: int = Field(description="移出名单人数")
    withheld: int = Field(description="因超过上限而未移出的人数")
    faulty: int = Field(description="有错误的行数")
    failure: str | None = Field(description="同步失败的原因")

    @classmethod
    def of(cls, row: Any) -> Self:
        """The view of a stored pull."""
        plain = ("id", "cohort", "started_at", "finished_at", "failure")
        counts = ("new", "changed", "unchanged", "removed", "withheld", "faulty")
        return cls(
            **{name: getattr(row, name) for name in plain + counts},
            cohort_label=cohort_label(row.cohort),
            mode=Coded(code=row.mode, label=MODE_LABELS[row.mode]),
            status=Coded(code=row.status, label=PullStatus(row.status).label),
            started_by=row.started_by_name,
        )


class PullFaultView(BaseModel):
    """One fault of a row that was left out."""

    model_config = ConfigDict(from_attributes=True)

    exam_number: str
    field: str
    reason: str
    remedy: str


class PullDetail(PullView):
    """A pull with its first faults."""

    faults: list[PullFaultView] = Field(description="错误，最多列出前 1000 处")
