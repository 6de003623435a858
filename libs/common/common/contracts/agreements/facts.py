"""What all events of one agreement have in common."""

from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Event

Step = Literal["department", "school"]
Side = Literal["employer", "graduate"]
Kind = Literal["online", "offline", "supplement"]
AgreementType = Literal["two_party", "three_party"]
"""协议类型: the school's review is called 鉴证 of a two-party agreement, 审核 of a three-party one (guides/003 §3)."""


class AgreementFacts(Event):
    """Who an agreement is between. An invitation, the agreement that grows from it and its rescission are one subject
    with one id; the sequence counts its changes."""

    type = "agreements.agreement"
    subject_field: ClassVar[str] = "agreement_id"

    agreement_id: UUID
    kind: Kind = "online"
    """签约类型."""
    agreement_type: AgreementType | None = None
    """None until the acceptance or submission freezes it, and from senders that do not say it yet."""
    employer_id: UUID | None
    """None where the graduate has typed in an employer that is not on the platform."""
    employer_name: str
    graduate_id: UUID
    graduate_name: str
    school_code: str
    department: str
    cohort: int
