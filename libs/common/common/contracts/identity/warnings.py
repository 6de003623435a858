"""What identity says of warning employers (预警单位, guides/003 §9). Marks are advice: nothing is blocked by them."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from common.contracts.event import Event


class SchoolMark(BaseModel):
    """What one school says of an employer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    school_code: str
    warning_types: list[str]
    """Codes: `irregular` 违规单位, `fake` 虚假单位, `discrimination` 就业歧视, `false_advertising` 虚假宣传."""


class AboutWarning(Event):
    """Something about a warning employer. `employer_key` is `uscc:<code>`, or `name:<normal form>` for employers that
    graduates typed in without a code; `sequence` is the number of the latest change of that key.

    All that is said of one change bears its number; appeals and their dismissals change no mark in force and bear that
    of the change before.
    """

    type = "identity.warning-employer"
    subject_field: ClassVar[str] = "employer_key"

    employer_key: str
    name: str
    uscc: str | None


class WarningEmployerChanged(AboutWarning):
    """All marks in force, as they are now; none are left when `marks` is empty."""

    type = "identity.warning-employer.changed.v1"

    national: bool
    """At least five distinct schools have marked it: shown to every school and graduate."""
    marks: list[SchoolMark]


class WarningEmployerRestated(WarningEmployerChanged):
    """Nothing changed: said again for whoever builds a read copy anew (`identity replay`)."""

    type = "identity.warning-employer.restated.v1"


class EmployerMarked(AboutWarning):
    """A school has marked an employer, or changed its mark; the employer is told and can appeal.

    Said again of each mark in force when the employer passes verification here.
    """

    type = "identity.warning-employer.marked.v1"

    mark_id: UUID
    employer_id: UUID | None
    """The verified employer of this code, or of this name when no code is known, if it is registered here."""
    school_code: str
    school_name: str
    warning_types: list[str]
    reason: str


class EmployerMarkLifted(AboutWarning):
    """A school has removed its mark, or it has run out, or an appeal against it was upheld."""

    type = "identity.warning-employer.mark-lifted.v1"

    mark_id: UUID
    employer_id: UUID | None
    school_code: str
    school_name: str
    because: str
    """`removed`, `expired` or `appeal_upheld`."""


class WarningAppealed(AboutWarning):
    """An employer appeals against a mark; the school that made it answers."""

    type = "identity.warning-employer.appealed.v1"

    mark_id: UUID
    appeal_id: UUID
    employer_id: UUID
    school_code: str
    file_ids: list[UUID]


class WarningAppealDismissed(AboutWarning):
    """The school keeps its mark, with a reason."""

    type = "identity.warning-employer.appeal-dismissed.v1"

    mark_id: UUID
    appeal_id: UUID
    employer_id: UUID
    school_code: str
    school_name: str
    reason: str
