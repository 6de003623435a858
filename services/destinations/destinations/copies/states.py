"""What agreements' events mean here, pure."""

from enum import StrEnum

from common.contracts.agreements import (
    AgreementFacts,
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)


class Standing(StrEnum):
    """Where an agreement stands, as far as destinations care."""

    INVITED = "invited"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    ENDED = "ended"


LIVE = (Standing.IN_REVIEW, Standing.SIGNED)
"""While one of a graduate's agreements is in these, no destination can be registered."""

STANDING_AFTER: dict[type[AgreementFacts], Standing] = {
    InvitationSent: Standing.INVITED,
    InvitationAccepted: Standing.IN_REVIEW,
    AgreementPassedByDepartment: Standing.IN_REVIEW,
    AgreementSigned: Standing.SIGNED,
    InvitationDeclined: Standing.ENDED,
    InvitationExpired: Standing.ENDED,
    AgreementRejected: Standing.ENDED,
}
