"""What a workbook did, or would do."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from identity.roster.states import MOST_TOLD, Rehearsal


class RowFault(BaseModel):
    """One fault of a file. `row` is the sheet's own row number; 0 stands for the whole file."""

    model_config = ConfigDict(from_attributes=True)

    row: int
    column: str
    value: str
    reason: str
    remedy: str


class RowWarning(BaseModel):
    """A doubt that refuses nothing."""

    row: int
    reason: str


class ImportReport(BaseModel):
    """What a file did, or in a rehearsal would do."""

    dry_run: bool
    cohort: int
    importable: bool = Field(description="文件没有错误，可以导入")
    total: int = Field(description="数据行数")
    new: int = Field(description="新增人数")
    changed: int = Field(description="变更人数")
    unchanged: int = Field(description="无变化人数")
    faulty: int = Field(description="有错误的行数")
    fault_count: int = Field(description="错误总数")
    faults: list[RowFault] = Field(description=f"错误，最多列出前 {MOST_TOLD} 处")
    warning_count: int = Field(description="提示总数")
    rehearsal_id: UUID | None = Field(default=None, description="本次校验的编号，用于下载校验结果和导入")
    kept_until: datetime | None = Field(default=None, description="校验结果保留至")
    warnings: list[RowWarning] = Field(description=f"提示，最多列出前 {MOST_TOLD} 处")

    @classmethod
    def of(
        cls,
        rehearsal: Rehearsal,
        *,
        cohort: int,
        rehearsal_id: UUID | None = None,
        kept_until: datetime | None = None,
    ) -> Self:
        """The report of a rehearsal that is kept under an id, or of an import that was taken over."""
        return cls(
            dry_run=rehearsal_id is not None,
            rehearsal_id=rehearsal_id,
            kept_until=kept_until,
            cohort=cohort,
            importable=not rehearsal.faults,
            **rehearsal.counts(),
            fault_count=len(rehearsal.faults),
            faults=[RowFault.model_validate(fault) for fault in rehearsal.faults[:MOST_TOLD]],
            warning_count=len(rehearsal.warnings),
            warnings=[RowWarning(row=row, reason=reason) for row, reason in rehearsal.warnings[:MOST_TOLD]],
        )
