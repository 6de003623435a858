"""What agreements says: sign settings, invitations, agreements."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Event


class SignSettingsChanged(Event):
    """A school's 签约设置 of a cohort, whole, as they are now (guides/003 §3)."""

    type = "agreements.sign-settings.changed.v1"
    subject_field: ClassVar[str] = "settings_id"

    settings_id: str
    """`<school code>:<cohort>`."""
    school_code: str
    cohort: int
    signing_open: bool
    supplement_open: bool
    destinations_open: bool
    review_mode: Literal["school_only", "department_then_school"]


class AgreementFacts(Event):
    """Who an agreement is between. An invitation and the agreement that grows from it are one subject with one id."""

    type = "agreements.agreement"
    subject_field: ClassVar[str] = "agreement_id"

    agreement_id: UUID
    employer_id: UUID
    employer_name: str
    graduate_id: UUID
    graduate_name: str
    school_code: str
    department: str
    cohort: int


class InvitationSent(AgreementFacts):
    """An employer has invited a graduate, who may answer before `deadline` (UTC)."""

    type = "agreements.invitation.sent.v1"

    job_title: str
    deadline: datetime


class InvitationAccepted(AgreementFacts):
    """The graduate has accepted; the review begins. From this moment no other agreement of the graduate can live."""

    type = "agreements.invitation.accepted.v1"

    accepted_at: datetime
    review_step: Literal["department", "school"]


class InvitationDeclined(AgreementFacts):
    """The graduate has said no."""

    type = "agreements.invitation.declined.v1"


class InvitationExpired(AgreementFacts):
    """The deadline passed without an answer."""

    type = "agreements.invitation.expired.v1"


class AgreementPassedByDepartment(AgreementFacts):
    """The department has passed it; the school is next."""

    type = "agreements.agreement.passed-by-department.v1"


class AgreementSigned(AgreementFacts):
    """The review is through, the agreement has its number and stands."""

    type = "agreements.agreement.signed.v1"

    agreement_number: str
    signed_at: datetime


class AgreementRejected(AgreementFacts):
    """A reviewer did not pass it; the signing has failed. `reason` is the label of the chosen reason."""

    type = "agreements.agreement.rejected.v1"

    step: Literal["department", "school"]
    reason: str
    detail: str
