"""What agreements says of other endings, and of what the school does to an agreement (decisions; guides/000 §7, §8)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from common.contracts.agreements.facts import AgreementFacts, Step


class AgreementVoided(AgreementFacts):
    """作废: the school has ended it, after talking to the employer or because the graduate had not signed."""

    type = "agreements.agreement.voided.v1"

    reason: str
    """As screens show it: 学校作废, 异议成立."""
    detail: str
    at: datetime


class AgreementInvalidated(AgreementFacts):
    """失效: the roster no longer lets the graduate sign. `was_signed`: it stood until now."""

    type = "agreements.agreement.invalidated.v1"

    reason: str
    was_signed: bool
    at: datetime


class AgreementAmended(AgreementFacts):
    """The school has changed data of an agreement; both sides are told which."""

    type = "agreements.agreement.amended.v1"

    amended_fields: list[str]
    """Titles of the changed fields."""
    detail: str
    """Why."""


class AgreementDisputed(AgreementFacts):
    """“这不是我签的”: the graduate says that it was somebody else; everything rests until the school has decided. What
    they say, and the files that prove it, are for the school and not for the employer."""

    type = "agreements.agreement.disputed.v1"

    detail: str
    file_ids: list[UUID]


class DisputeDismissed(AgreementFacts):
    """The school has found that the graduate did sign; everything goes on. Had the graduate been right, the agreement
    would be void."""

    type = "agreements.agreement.dispute-dismissed.v1"

    detail: str


class AgreementMovedDepartment(AgreementFacts):
    """The roster has the graduate in another department of the school now: `department`, as in every event from here
    on, is whose users read the agreement and review it. Nothing else has changed, and what is printed stays."""

    type = "agreements.agreement.department-moved.v1"

    previous_department: str
    """Whose users read it until now."""
    review_step: Step | None
    """Who is to review now; None where nobody is, and while a dispute lets everything rest."""
    matter: Literal["review", "rescission_review"] | None
    """What is reviewed there, in the words of reminders."""
