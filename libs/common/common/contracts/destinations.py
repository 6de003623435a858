"""What destinations says: other destinations, and each graduate's one current outcome."""

from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Event


class DestinationFacts(Event):
    """Whose destination, and which (two- or three-digit code of 毕业去向类别)."""

    type = "destinations.destination"
    subject_field: ClassVar[str] = "destination_id"

    destination_id: UUID
    graduate_id: UUID
    graduate_name: str
    school_code: str
    department: str
    cohort: int
    destination_code: str


class DestinationSubmitted(DestinationFacts):
    """A graduate has registered a destination; the review begins."""

    type = "destinations.destination.submitted.v1"

    review_step: Literal["department", "school"]


class DestinationPassedByDepartment(DestinationFacts):
    """The department has passed it; the school is next."""

    type = "destinations.destination.passed-by-department.v1"


class DestinationApproved(DestinationFacts):
    """The review is through; it counts as the graduate's outcome."""

    type = "destinations.destination.approved.v1"


class DestinationRejected(DestinationFacts):
    """A reviewer did not pass it; it is void (直接作废) and has to be registered anew."""

    type = "destinations.destination.rejected.v1"

    reason: str


class DestinationWithdrawn(DestinationFacts):
    """It leaves the review and is the graduate's draft again: by 撤回修改, or by itself when signing begins."""

    type = "destinations.destination.withdrawn.v1"

    cause: Literal["graduate", "signing"]


class DestinationVoided(DestinationFacts):
    """It no longer counts (已作废): by the graduate, or by itself when signing begins (guides/003 §8)."""

    type = "destinations.destination.voided.v1"

    cause: Literal["graduate", "signing"]


class OutcomeChanged(Event):
    """The one current outcome of a graduate, as it is now. `outcome_code` is null when nothing is registered."""

    type = "destinations.outcome.changed.v1"
    subject_field: ClassVar[str] = "graduate_id"

    graduate_id: UUID
    school_code: str
    department: str
    cohort: int
    outcome_code: str | None
    source: Literal["agreement", "destination", "rescission", "none"]
    """`rescission`: 待就业 since an agreement was rescinded and nothing has taken its place."""
