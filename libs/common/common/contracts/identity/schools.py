"""What identity says of schools."""

from typing import ClassVar

from common.contracts.event import Event


class SchoolFacts(Event):
    """A school that takes part, as it is now. `sequence` counts its versions."""

    type = "identity.school"
    subject_field: ClassVar[str] = "school_code"

    school_code: str
    name: str
    province_code: str


class SchoolOpened(SchoolFacts):
    """A school takes part."""

    type = "identity.school.opened.v1"


class SchoolCorrected(SchoolFacts):
    """The centre corrected the school's name or province."""

    type = "identity.school.corrected.v1"


class SchoolRestated(SchoolFacts):
    """Nothing changed: said again for whoever builds a read copy anew (`identity replay`)."""

    type = "identity.school.restated.v1"
