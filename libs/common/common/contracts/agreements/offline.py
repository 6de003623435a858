"""What agreements says of offline agreements and supplements (guides/003 §5.2 and §6, 004 §7)."""

from datetime import datetime
from uuid import UUID

from common.contracts.agreements.facts import AgreementFacts, Side, Step


class OfflineAgreementSubmitted(AgreementFacts):
    """The graduate has filled in an agreement to be signed on paper, or has sent it again. From this moment no other
    agreement of the graduate can live."""

    type = "agreements.offline-agreement.submitted.v1"

    accepted_at: datetime
    """When it was submitted first."""
    review_step: Step


class OfflineAgreementPrepared(AgreementFacts):
    """The first review is through: the agreement has its number and can be printed and sealed."""

    type = "agreements.offline-agreement.prepared.v1"

    agreement_number: str
    at: datetime


class SealedCopySubmitted(AgreementFacts):
    """Pictures of the sealed paper were uploaded; the second review begins."""

    type = "agreements.offline-agreement.copy-submitted.v1"

    by: Side
    review_step: Step
    file_ids: list[UUID]


class SealedCopyRefused(AgreementFacts):
    """The sealed copy was not passed; the agreement goes on, another copy can be uploaded."""

    type = "agreements.offline-agreement.copy-refused.v1"

    step: Step
    detail: str


class SupplementSubmitted(AgreementFacts):
    """The graduate has entered an agreement that was signed on paper, or has sent it again. From this moment no other
    agreement of the graduate can live."""

    type = "agreements.supplement.submitted.v1"

    accepted_at: datetime
    """When it was submitted first."""
    review_step: Step
    file_ids: list[UUID]


class SupplementWithdrawn(AgreementFacts):
    """撤回修改: it is a draft again, and the graduate is free."""

    type = "agreements.supplement.withdrawn.v1"


class ApplicationDiscarded(AgreementFacts):
    """The graduate has given up an offline agreement or a supplement before it was signed."""

    type = "agreements.agreement.discarded.v1"
