"""What the employment system answers, and pulls as screens show them."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from common.answers import Coded
from common.contracts.values.cohort import Cohort, cohort_label
from identity.roster_pulls.states import MODE_LABELS, Mode, PullStatus

BIGGEST = 2**62
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
    exam_number: str = Field(min_length=1, max_length=100)
    row: Annotated[dict[str, str] | None, BeforeValidator(_texts)] = None
    reason: str | None = None


class SourcePage(BaseModel):
    """Changes after a sequence, oldest first; `next` is None on the last page."""

    items: list[SourceRow]
    next: Sequence | None
    latest: Sequence


class PullRequest(BaseModel):
    """同步名单."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"cohort": 2027, "mode": "incremental"}]})

    cohort: Cohort
    mode: Mode = Field(default="incremental", description="full：全量同步；incremental：只同步上次以后的变化")
    confirm_removals: bool = Field(
        default=False, description="确认移除：就业管理系统中已不存在的学生较多时，仍然移出名单（仅全量同步）"
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
