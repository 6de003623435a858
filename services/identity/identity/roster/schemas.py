"""The roster as answers show it: codes with their labels, numbers masked unless the reader has a reason."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import Coded
from common.contracts.codes import ETHNICITIES, LEVELS, POLITICAL_STATUSES, SEXES, TRAINING_MODES, CodeList
from common.contracts.codes.levels import short_level
from common.contracts.roster import RosterRow
from common.contracts.values import id_number, mobile
from common.contracts.values.cohort import cohort_label
from common.contracts.values.region import region_name
from common.contracts.values.text import Text
from identity.roster.states import Particulars, differences

CODES = {
    "sex": SEXES,
    "ethnicity": ETHNICITIES,
    "political_status": POLITICAL_STATUSES,
    "level": LEVELS,
    "training_mode": TRAINING_MODES,
}
UNCODED = (
    *("exam_number", "name", "born", "school_name", "department", "major", "major_name"),
    *("student_number", "entered", "graduated", "may_sign", "removed_because"),
)
NUMBERS = ("id_number", "mobile", "email")
MASKS = {"id_number": id_number.mask, "mobile": mobile.mask}
FIELD_LABELS = {name: str(column.alias) for name, column in RosterRow.model_fields.items()} | {
    "removed_because": "移出名单原因",
}
"""What screens call the fields. `major_name` is part of 专业 and is not told twice."""
SOURCES = {"school_user": "学校用户", "chsi": "学信网", "employment": "就业管理系统"}
WHERE_TO_CORRECT = (
    "姓名、身份证号等信息请在就业管理系统中更正后同步，或更正后重新导入名单；手机号码、电子邮箱由毕业生在学信网修改。"
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
    education: str = Field(description="学历，如 本科", examples=["本科"])
    may_sign: bool = Field(description="是否可以签约")
    confirmed: bool = Field(description="是否已确认：毕业生已核对并确认当前信息")
    removed_because: str | None = Field(description="移出名单的原因；在名单中时为空")

    @classmethod
    def of(cls, row: Any) -> Self:
        """The line of a stored row."""
        plain = (
            *("id", "version", "cohort", "name", "exam_number", "id_number_masked", "department", "major"),
            *("may_sign", "removed_because"),
        )
        return cls(
            **{name: getattr(row, name) for name in plain},
            education=short_level(row.level),
            confirmed=row.confirmed_version is not None and row.confirmed_version >= row.identity_version,
            level=_coded(LEVELS, row.level),
            training_mode=_coded(TRAINING_MODES, row.training_mode),
        )


class ContactOfGraduate(BaseModel):
    """By what a graduate is reached; null where neither school nor 学信网 has told."""

    name: str
    mobile: str | None
    email: str | None


class Record(BaseModel):
    """Everything a version of a roster row says, but the numbers by which a person is found."""

    id: UUID
    version: int
    cohort: int
    cohort_label: str
    exam_number: str
    name: str
    sex: Coded
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
    may_sign: bool = Field(description="是否可以签约")
    removed_because: str | None = Field(default=None, description="移出名单的原因；在名单中时为空")
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
            **{name: value for name, value in _numbers(said).items() if name in cls.model_fields},
            **labelled,
        )


class WholeRecord(Record):
    """The record in full. Whoever is shown it is written down."""

    id_number: str
    mobile: str | None
    email: str | None


class MaskedRecord(Record):
    """The record as screens show it, and what the reader may do and where corrections are made."""

    id_number_masked: str
    mobile_masked: str | None
    email_masked: str | None
    correction: str = Field(default=WHERE_TO_CORRECT, description="信息有误时如何更正")


class Reason(BaseModel):
    """Why somebody does what is written down with a reason."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "核对毕业生身份"}]})

    reason: Annotated[str, Text(200)] = Field(description="原因")


class FieldChange(BaseModel):
    """One field of a row before and after, as screens show it."""

    field: str
    label: str
    before: str
    after: str

    @classmethod
    def of(cls, name: str, before: Particulars, after: Particulars, *, masked: bool = False) -> Self:
        """The change of one field."""
        shown = [shown_value(name, getattr(said, name), masked=masked) for said in (before, after)]
        return cls(field=name, label=FIELD_LABELS[name], before=shown[0], after=shown[1])


class VersionView(BaseModel):
    """One version of a row: when, by whom, and what it changed. The first one has no changes."""

    version: int
    changed_at: datetime
    changed_by: str = Field(description="变更来源，如 学校用户、学信网、就业管理系统")
    changes: list[FieldChange]

    @classmethod
    def of(cls, row: Any, said: Particulars, before: Particulars | None = None) -> Self:
        """A version beside the one before it."""
        changed = [name for name in differences(before or said, said) if name in FIELD_LABELS]
        [FieldChange.of(name, before or said, said, masked=True) for name in changed]
        return cls(
            version=row.version,
            changed_at=row.changed_at,
            changed_by=SOURCES.get(row.changed_by.partition(":")[0], "系统"),
            changes=[
                FieldChange.of(name, before, said, masked=True) for name in changed if before and name in FIELD_LABELS
            ],
        )


class CohortView(BaseModel):
    """A cohort with a roster (届别)."""

    cohort: int
    label: str = Field(examples=["2027届"])
    graduates: int = Field(description="名单中的人数")


def _numbers(said: Particulars) -> dict[str, str | None]:
    in_full = {name: getattr(said, name) for name in NUMBERS}
    return in_full | {f"{name}_masked": _masked(name, value) for name, value in in_full.items()}


def shown_value(name: str, value: Any, *, masked: bool) -> str:
    """A field's value as screens show it."""
    if value is None:
        return ""
    if name in NUMBERS and masked:
        return _masked(name, value) or ""
    if name in CODES:
        return CODES[name].label(value)
    if name == "origin":
        return region_name(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _masked(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    if name == "email":
        account, _, domain = value.partition("@")
        return f"{account[0]}***@{domain}"
    return MASKS[name](value)


def _coded(codes: CodeList, code: str) -> Coded:
    return Coded(code=code, label=codes.label(code))
