"""What documents reads of agreements' sheet and of identity's particulars. Fields that are not printed are left out."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class _Read(BaseModel):
    # An answer that does not fit must not put a person's particulars into logs and dead letters.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Labelled(_Read):
    """A code with the label that is printed."""

    code: str
    label: str


class Contact(_Read):
    """签约联系人. The phone is a landline or a mobile."""

    name: str
    phone: str
    email: str | None


class SignedEmployer(_Read):
    """用人单位 as it was frozen at the acceptance, or as the graduate has typed it in."""

    name: str
    uscc: str | None
    nature: Labelled
    industry: Labelled
    region: Labelled
    address: str
    contact: Contact


class SignedGraduate(_Read):
    """Who signed, and which version of the roster row is printed."""

    graduate_id: UUID
    version: int
    department: str


class SignedJob(_Read):
    """岗位. Amounts are decimal text in yuan."""

    category: Labelled
    title: str
    report_by: date | None
    report_place: str | None
    work_place: str | None
    probation_months: int | None
    probation_pay: str | None
    regular_pay: str | None
    penalty: str | None
    clauses: str | None


class SignedRelocation(_Read):
    """户档."""

    label: str = Field(description="单位是否解决户档")
    file_receiver: str | None
    file_region: Labelled | None
    file_address: str | None
    file_contact: str | None
    file_phone: str | None
    file_postcode: str | None
    household_region: Labelled | None
    household_address: str | None


class SignedSchool(_Read):
    """学校, as it was frozen when the school passed."""

    code: str
    name: str
    contact_name: str
    phone: str
    address: str
    postcode: str


class Confirmation(_Read):
    """Who confirmed on the platform, and when (UTC)."""

    by: str
    at: datetime


class Confirmations(_Read):
    """The steps that stand for signatures. An employer that seals the paper has none."""

    employer: Confirmation | None
    graduate: Confirmation
    department: Confirmation | None
    school: Confirmation


class SignedSheet(_Read):
    """`GET agreements /v1/agreements/{id}/sheet`: one agreement with a number, always the same."""

    agreement_id: UUID
    number: str
    kind: Labelled
    agreement_type: Labelled
    review_word: Literal["审核", "鉴证"]
    cohort: int
    cohort_label: str
    employer: SignedEmployer
    graduate: SignedGraduate
    job: SignedJob
    relocation: SignedRelocation | None
    school: SignedSchool
    confirmations: Confirmations


class Particulars(_Read):
    """`GET identity /v1/graduates/{id}/versions/{version}/particulars`: the graduate exactly as accepted."""

    name: str
    sex: Labelled
    id_number: str
    ethnicity: Labelled
    political_status: Labelled
    education: str
    major: str
    training_mode: Labelled
    origin: Labelled
    student_number: str | None
    school_years: str
    graduated: str = Field(description="YYYYMM")
    mobile: str | None
    email: str | None
