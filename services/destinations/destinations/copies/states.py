"""What agreements' events mean here, pure."""

from enum import StrEnum

from common.contracts.agreements import (
    AgreementCorrected,
    AgreementFacts,
    AgreementInvalidated,
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementRescinded,
    AgreementReturned,
    AgreementSigned,
    AgreementVoided,
    ApplicationDiscarded,
    CorrectionConfirmed,
    CorrectionRefused,
    InvitationAccepted,
    InvitationAmended,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
    InvitationWithdrawn,
    OfflineAgreementPrepared,
    OfflineAgreementSubmitted,
    RescissionAgreed,
    RescissionDeclined,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionReturned,
    RescissionWithdrawn,
    SealedCopyRefused,
    SealedCopySubmitted,
    SupplementSubmitted,
    SupplementWithdrawn,
)


class Standing(StrEnum):
    """Where an agreement stands, as far as destinations care."""

    INVITED = "invited"
    IN_REVIEW = "in_review"
    """On its way to be signed, in a review or between two."""
    WITH_GRADUATE = "with_graduate"
    """Withdrawn or returned: the graduate may send it again, and is free until then."""
    SIGNED = "signed"
    ENDED = "ended"
    RESCINDED = "rescinded"


LIVE = (Standing.IN_REVIEW, Standing.SIGNED)
"""While one of a graduate's agreements is in these, no destination can be registered."""

_STANDING_AFTER: dict[type[AgreementFacts], Standing] = {
    InvitationSent: Standing.INVITED,
    InvitationAmended: Standing.INVITED,
    InvitationAccepted: Standing.IN_REVIEW,
    InvitationDeclined: Standing.ENDED,
    InvitationExpired: Standing.ENDED,
    InvitationWithdrawn: Standing.ENDED,
    OfflineAgreementSubmitted: Standing.IN_REVIEW,
    OfflineAgreementPrepared: Standing.IN_REVIEW,
    SealedCopySubmitted: Standing.IN_REVIEW,
    SealedCopyRefused: Standing.IN_REVIEW,
    SupplementSubmitted: Standing.IN_REVIEW,
    SupplementWithdrawn: Standing.WITH_GRADUATE,
    ApplicationDiscarded: Standing.ENDED,
    AgreementPassedByDepartment: Standing.IN_REVIEW,
    AgreementReturned: Standing.IN_REVIEW,
    AgreementCorrected: Standing.IN_REVIEW,
    CorrectionConfirmed: Standing.IN_REVIEW,
    CorrectionRefused: Standing.IN_REVIEW,
    AgreementRejected: Standing.ENDED,
    AgreementSigned: Standing.SIGNED,
    # Whatever is asked and answered, the agreement stands until it is rescinded (guides/003 §7).
    RescissionRequested: Standing.SIGNED,
    RescissionWithdrawn: Standing.SIGNED,
    RescissionAgreed: Standing.SIGNED,
    RescissionDeclined: Standing.SIGNED,
    RescissionPassedByDepartment: Standing.SIGNED,
    RescissionReturned: Standing.SIGNED,
    RescissionRejected: Standing.SIGNED,
    AgreementRescinded: Standing.RESCINDED,
    AgreementVoided: Standing.ENDED,
    AgreementInvalidated: Standing.ENDED,
}
BEGINNINGS: tuple[type[AgreementFacts], ...] = (InvitationAccepted, OfflineAgreementSubmitted, SupplementSubmitted)
"""With these the graduate begins to sign."""
MOVES: tuple[type[AgreementFacts], ...] = tuple(kind for kind in _STANDING_AFTER if kind not in BEGINNINGS)
"""All others that move an agreement. Amended data and disputes move nothing; hearing them would only hide a move that
arrives later."""


def standing_after(event: AgreementFacts) -> Standing:
    """Where the agreement stands now. What a review returns is the employer's to correct when signed online, and the
    graduate stays bound; else it is the graduate's own again."""
    if isinstance(event, AgreementReturned) and event.kind != "online":
        return Standing.WITH_GRADUATE
    return _STANDING_AFTER[type(event)]
