"""What agreements says of rescissions (guides/003 §7, 000 §6, 004 §5 and §6). Until `AgreementRescinded` the agreement
stands, whatever was asked and answered."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.agreements.facts import AgreementFacts, Side, Step


class RescissionRequested(AgreementFacts):
    """One side wants to end the agreement, or has sent a returned request again. Online the other side answers first;
    offline the school reviews at once (`review_step`)."""

    type = "agreements.rescission.requested.v1"

    rescission_id: UUID
    by: Side
    reason: str
    """The label of the chosen reason."""
    review_step: Step | None
    file_ids: list[UUID]


class RescissionWithdrawn(AgreementFacts):
    """The side that asked has taken it back before an answer."""

    type = "agreements.rescission.withdrawn.v1"

    by: Side


class RescissionAgreed(AgreementFacts):
    """The other side agrees; the review begins."""

    type = "agreements.rescission.agreed.v1"

    by: Side
    """Who agrees."""
    review_step: Step


class RescissionDeclined(AgreementFacts):
    """The other side does not agree; the agreement stands."""

    type = "agreements.rescission.declined.v1"

    by: Side
    """Who does not agree."""
    detail: str | None


class RescissionPassedByDepartment(AgreementFacts):
    """The department has passed it; the school is next."""

    type = "agreements.rescission.passed-by-department.v1"


class RescissionReturned(AgreementFacts):
    """A reviewer wants an offline request corrected by the graduate."""

    type = "agreements.rescission.returned.v1"

    step: Step
    detail: str


class RescissionRejected(AgreementFacts):
    """A reviewer did not pass it; the agreement stands."""

    type = "agreements.rescission.rejected.v1"

    step: Step
    reason: str
    detail: str


class AgreementRescinded(AgreementFacts):
    """The agreement has ended; the graduate is free, the outcome is 待就业 until there is another."""

    type = "agreements.agreement.rescinded.v1"

    rescission_id: UUID
    form: Literal["online", "offline", "forced"]
    ruling: Literal["mutual", "unilateral"] | None
    """What the reviewer found when passing an offline rescission."""
    at: datetime
    file_ids: list[UUID]
    """Proof of a forced rescission."""
