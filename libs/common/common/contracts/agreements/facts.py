"""What all events of one agreement have in common."""

from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Event

Step = Literal["department", "school"]
Side = Literal["employer", "graduate"]


class AgreementFacts(Event):
    """Who an agreement is between. An invitation, the agreement that grows from it and its rescission are one subject
    with one id; the sequence counts its changes."""

    type = "agreements.agreement"
    subject_field: ClassVar[str] = "agreement_id"

    agreement_id: UUID
    kind: Literal["online", "offline", "supplement"] = "online"
    """签约类型."""
    employer_id: UUID | None
    """None where the graduate has typed in an employer that is not on the platform."""
    employer_name: str
    graduate_id: UUID
    graduate_name: str
    school_code: str
    department: str
    cohort: int
