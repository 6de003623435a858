"""What identity says of graduates on rosters."""

from typing import ClassVar
from uuid import UUID

from common.contracts.event import Event


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
    on_roster: bool = True
    """False once the school has taken the graduate off the list."""


class GraduateEnrolled(GraduateFacts):
    """A graduate is on a school's roster of a cohort (guides/003 §4), for the first time or again after a removal."""

    type = "identity.graduate.enrolled.v1"


class GraduateCorrected(GraduateFacts):
    """A roster row has a new version; the payload is the whole row as it is now."""

    type = "identity.graduate.corrected.v1"


class GraduateRemoved(GraduateFacts):
    """The school has taken the graduate off the list; `on_roster` and `may_sign` are false."""

    type = "identity.graduate.removed.v1"

    reason: str


class GraduateRestated(GraduateFacts):
    """Nothing changed: said again for whoever builds a read copy anew (`identity replay`)."""

    type = "identity.graduate.restated.v1"
