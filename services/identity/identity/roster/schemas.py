"""The roster as answers show it: codes with their labels, numbers masked unless the reader has a reason."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import Coded
from common.contracts.codes import ETHNICITIES, LEVELS, POLITICAL_STATUSES, SEXES, TRAINING_MODES, CodeList
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.contracts.values.region import region_name
from identity.roster.states import MOST_TOLD, Particulars, Rehearsal

CODES = {
    "sex": SEXES,
    "ethnicity": ETHNICITIES,
    "political_status": POLITICAL_STATUSES,
    "level": LEVELS,
    "training_mode": TRAINING_MODES,
}
UNCODED = (
    *("exam_number", "name", "id_number", "born", "school_name", "department", "major", "major_name"),
    *("student_number", "entered", "graduated", "mobile", "email", "may_sign"),
)


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
    warnings: list[RowWarning] = Field(description=f"提示，最多列出前 {MOST_TOLD} 处")

    @classmethod
    def of(cls, rehearsal: Rehearsal, *, cohort: int, dry_run: bool) -> Self:
        """The report of a rehearsal, or of an import that was taken over."""
        return cls(
            dry_run=dry_run,
            cohort=cohort,
            importable=not rehearsal.faults,
            **rehearsal.counts(),
            fault_count=len(rehearsal.faults),
            faults=[RowFault.model_validate(fault) for fault in rehearsal.faults[:MOST_TOLD]],
            warning_count=len(rehearsal.warnings),
            warnings=[RowWarning(row=row, reason=reason) for row, reason in rehearsal.warnings[:MOST_TOLD]],
        )


class GraduateLine(BaseModel):
    """A graduate in 学生名单管理 (guides/003 fig 5)."""

    id: UUID
    version: int
    cohort: int
    name: str
    exam_number: str
    id_number_masked: str
    department: str
    major: str
    level: Coded
    training_mode: Coded
    may_sign: bool = Field(description="是否可以签约")

    @classmethod
    def of(cls, row: Any) -> Self:
        """The line of a stored row."""
        plain = (
            "id",
            "version",
            "cohort",
            "name",
            "exam_number",
            "id_number_masked",
            "department",
            "major",
            "may_sign",
        )
        return cls(
            **{name: getattr(row, name) for name in plain},
            level=_coded(LEVELS, row.level),
            training_mode=_coded(TRAINING_MODES, row.training_mode),
        )


class WholeRecord(BaseModel):
    """Everything a version of a roster row says, in full. Whoever is shown it is written down."""

    id: UUID
    version: int
    cohort: int
    cohort_label: str
    exam_number: str
    name: str
    sex: Coded
    id_number: str
    ethnicity: Coded
    political_status: Coded
    born: date
    school_code: str
    school_name: str
    department: str
    level: Coded
    education: str = Field(description="学历，如 本科", examples=["本科"])
    major: str
    major_name: str
    training_mode: Coded
    origin: Coded = Field(description="生源所在地")
    student_number: str | None
    school_years: str = Field(description="学制（年）", examples=["4"])
    entered: str = Field(description="入学时间，YYYYMM")
    graduated: str = Field(description="毕业时间，YYYYMM")
    mobile: str | None
    email: str | None
    may_sign: bool = Field(description="是否可以签约")
    changed_at: datetime

    @classmethod
    def of(cls, row: Any, graduate_id: UUID, said: Particulars) -> Self:
        """A stored row or version with its particulars opened."""
        labelled = {name: _coded(codes, getattr(said, name)) for name, codes in CODES.items()}
        return cls(
            id=graduate_id,
            version=row.version,
            cohort=row.cohort,
            cohort_label=cohort_label(row.cohort),
            school_code=row.school_code,
            changed_at=row.changed_at,
            education=short_level(said.level),
            origin=Coded(code=said.origin, label=region_name(said.origin)),
            school_years=f"{said.school_years.normalize():f}",
            **{name: getattr(said, name) for name in UNCODED},
            **labelled,
        )


def _coded(codes: CodeList, code: str) -> Coded:
    return Coded(code=code, label=codes.label(code))
