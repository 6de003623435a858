"""What identity says: schools, employers and their verification, the graduate roster."""

from typing import ClassVar
from uuid import UUID

from common.contracts.event import Event


class SchoolOpened(Event):
    """A school takes part. Said again, with a higher sequence, when its name or province is corrected."""

    type = "identity.school.opened.v1"
    subject_field: ClassVar[str] = "school_code"

    school_code: str
    name: str
    province_code: str


class EmployerVerificationSubmitted(Event):
    """An employer asks to be verified; the centre may see these files from now on."""

    type = "identity.employer.verification-submitted.v1"
    subject_field: ClassVar[str] = "employer_id"

    employer_id: UUID
    name: str
    verification_id: UUID
    method: str
    file_ids: list[UUID]


class EmployerVerified(Event):
    """An employer may sign from now on. These are the particulars that agreements print (guides/000 §11)."""

    type = "identity.employer.verified.v1"
    subject_field: ClassVar[str] = "employer_id"

    employer_id: UUID
    name: str
    uscc: str
    nature_code: str
    industry_code: str
    region_code: str
    address: str


class EmployerVerificationRejected(Event):
    """The centre did not accept the material; the employer may submit again."""

    type = "identity.employer.verification-rejected.v1"
    subject_field: ClassVar[str] = "employer_id"

    employer_id: UUID
    name: str
    verification_id: UUID
    reason: str


class GraduateFacts(Event):
    """What others need to know of a graduate on a roster.

    `person_index` is a keyed fingerprint of the ID number, the same for the same person everywhere; by it an
    employer's exact search is answered without the number leaving identity. The envelope's `sequence` is the version
    of the roster row.
    """

    type = "identity.graduate"
    subject_field: ClassVar[str] = "graduate_id"

    graduate_id: UUID
    person_index: str
    name: str
    id_number_masked: str
    cohort: int
    school_code: str
    school_name: str
    department: str
    level_code: str
    major_name: str
    training_mode_code: str
    may_sign: bool


class GraduateEnrolled(GraduateFacts):
    """A graduate is on a school's roster of a cohort (guides/003 §4)."""

    type = "identity.graduate.enrolled.v1"


class GraduateCorrected(GraduateFacts):
    """A roster row has a new version; the payload is the whole row as it is now."""

    type = "identity.graduate.corrected.v1"
