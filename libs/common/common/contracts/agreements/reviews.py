"""What agreements says of reviews, of all kinds of agreements, and of corrections that a review asks for."""

from datetime import datetime
from typing import Literal

from common.contracts.agreements.facts import AgreementFacts, Step


class AgreementPassedByDepartment(AgreementFacts):
    """The department has passed it; the school is next."""

    type = "agreements.agreement.passed-by-department.v1"

    offline_review: Literal["sheet", "copy"] | None = None
    """就业协议审核 or 签约审核 (guides/003 §5.2). None of other kinds, and from senders that do not say it yet."""


class AgreementSigned(AgreementFacts):
    """The review is through, the agreement has its number and stands."""

    type = "agreements.agreement.signed.v1"

    agreement_number: str
    signed_at: datetime


class AgreementRejected(AgreementFacts):
    """A reviewer did not pass it; the signing has failed. `reason` is the label of the chosen reason. An offline
    agreement whose sealed copy was not passed goes on: that is `SealedCopyRefused`."""

    type = "agreements.agreement.rejected.v1"

    step: Step
    reason: str
    detail: str


class AgreementReturned(AgreementFacts):
    """A reviewer wants something corrected: by the employer when signed online, else by the graduate."""

    type = "agreements.agreement.returned.v1"

    step: Step
    detail: str
    return_fields: list[str]
    """Titles of the marked fields; empty where the text says all."""


class AgreementCorrected(AgreementFacts):
    """The employer has corrected what was marked; the graduate has to confirm the difference."""

    type = "agreements.agreement.corrected.v1"

    terms_version: int


class CorrectionConfirmed(AgreementFacts):
    """The graduate has confirmed the corrected terms; the review begins again."""

    type = "agreements.agreement.correction-confirmed.v1"

    review_step: Step


class CorrectionRefused(AgreementFacts):
    """The graduate does not agree with the corrected terms; the employer is asked again."""

    type = "agreements.agreement.correction-refused.v1"

    detail: str
