"""What agreements says of invitations (guides/000 §5, 004 §4)."""

from datetime import datetime

from common.contracts.agreements.facts import AgreementFacts, Step


class InvitationSent(AgreementFacts):
    """An employer has invited a graduate, who may answer before `deadline` (UTC)."""

    type = "agreements.invitation.sent.v1"

    job_title: str
    deadline: datetime


class InvitationAmended(AgreementFacts):
    """The employer has changed an unanswered invitation: new terms, and a new `deadline` (UTC)."""

    type = "agreements.invitation.amended.v1"

    job_title: str
    deadline: datetime
    terms_version: int


class InvitationWithdrawn(AgreementFacts):
    """The employer has taken an unanswered invitation back."""

    type = "agreements.invitation.withdrawn.v1"

    detail: str | None


class InvitationAccepted(AgreementFacts):
    """The graduate has accepted; the review begins. From this moment no other agreement of the graduate can live."""

    type = "agreements.invitation.accepted.v1"

    accepted_at: datetime
    review_step: Step


class InvitationDeclined(AgreementFacts):
    """The graduate has said no."""

    type = "agreements.invitation.declined.v1"


class InvitationExpired(AgreementFacts):
    """The deadline passed without an answer."""

    type = "agreements.invitation.expired.v1"
