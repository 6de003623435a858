"""What identity says of employers: their verification both ways, their data, their users."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from common.contracts.event import Event


class AboutEmployer(Event):
    """Something that happened to an employer. `sequence` is the employer's version."""

    type = "identity.employer"
    subject_field: ClassVar[str] = "employer_id"

    employer_id: UUID
    name: str


class EmployerFacts(AboutEmployer):
    """The particulars that agreements print (guides/000 §11), and whether the employer may sign now."""

    type = "identity.employer-facts"

    uscc: str
    nature_code: str
    industry_code: str
    region_code: str
    address: str
    may_sign: bool = True
    """False while the centre has suspended the employer."""


class EmployerVerificationSubmitted(AboutEmployer):
    """An employer asks to be verified; the centre may see these files from now on."""

    type = "identity.employer.verification-submitted.v1"

    verification_id: UUID
    method: str
    """`material`, `remittance` or `upgrade` (guides/000 §2)."""
    file_ids: list[UUID]


class EmployerRemittanceMade(AboutEmployer):
    """The bank has paid the random amount; the employer is asked, also by SMS, to enter it (guides/000 §2)."""

    type = "identity.employer.remittance-made.v1"

    verification_id: UUID
    answer_by: datetime


class EmployerRemittanceFailed(AboutEmployer):
    """The bank could not pay, or the payment came back; the employer may try again or hand in material."""

    type = "identity.employer.remittance-failed.v1"

    verification_id: UUID
    reason: str


class EmployerRemittanceWithdrawn(AboutEmployer):
    """The employer gave the remittance up: no amount is awaited any more, though money on its way still arrives."""

    type = "identity.employer.remittance-withdrawn.v1"

    verification_id: UUID


class EmployerVerified(EmployerFacts):
    """The employer may sign from now on."""

    type = "identity.employer.verified.v1"


class EmployerVerificationRejected(AboutEmployer):
    """The centre did not accept it, the amount was wrong too often, or nobody entered it in time."""

    type = "identity.employer.verification-rejected.v1"

    verification_id: UUID
    reason: str


class EmployerSuspended(EmployerFacts):
    """The centre has suspended the employer; it starts nothing new until it is reinstated or verified again."""

    type = "identity.employer.suspended.v1"

    reason: str


class EmployerReinstated(EmployerFacts):
    """The centre has lifted the suspension."""

    type = "identity.employer.reinstated.v1"


class EmployerCorrectionRequested(AboutEmployer):
    """A verified employer asks for a correction of its data; the centre may see these files from now on."""

    type = "identity.employer.correction-requested.v1"

    correction_id: UUID
    file_ids: list[UUID]


class EmployerCorrectionRejected(AboutEmployer):
    """The centre did not accept the correction; the data stay as they are."""

    type = "identity.employer.correction-rejected.v1"

    correction_id: UUID
    reason: str


class EmployerCorrected(EmployerFacts):
    """The data have changed after a review. Issued agreements stay as they were printed."""

    type = "identity.employer.corrected.v1"

    changed_fields: list[str]


class EmployerRestated(EmployerFacts):
    """Nothing changed: said again for whoever builds a read copy anew (`identity replay`)."""

    type = "identity.employer.restated.v1"


class EmployerJoinRequested(AboutEmployer):
    """Somebody wants to become a user of this employer; its users and the centre can decide."""

    type = "identity.employer.join-requested.v1"

    request_id: UUID
    applicant_name: str


class EmployerJoinRefused(AboutEmployer):
    """Somebody who asked to become a user of this employer is not let in; only the applicant is told."""

    type = "identity.employer.join-refused.v1"

    request_id: UUID
    user_id: UUID
    because: str
    """`refused` by a user of the employer or the centre, or `expired` without an answer."""
    reason: str


class EmployerUserJoined(AboutEmployer):
    """The employer has one more user."""

    type = "identity.employer.user-joined.v1"

    user_id: UUID
    user_name: str


class EmployerUserLeft(AboutEmployer):
    """A user left the employer or was removed; what was done in its name stays."""

    type = "identity.employer.user-left.v1"

    user_id: UUID
    user_name: str
    removed_by: str | None
    """The name of who removed the user; None when the user left."""


class EmployerUserCredentialsChanged(Event):
    """What an employer user signs in with has changed; its owner is told, in case it was somebody else. Never holds
    numbers or passwords. `sequence` is the second of the change, since accounts have no versions."""

    type = "identity.employer-user.credentials-changed.v1"
    subject_field: ClassVar[str] = "user_id"

    user_id: UUID
    what: str
    """`password` or `mobile`."""
    at: datetime
