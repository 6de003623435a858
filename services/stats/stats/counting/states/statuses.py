"""Where an agreement stands, by what agreements says. Pure."""

from enum import StrEnum

from common.contracts import agreements as said


class Status(StrEnum):
    """Where an agreement stands: 签约状态 as agreements has it, but for a supplement that stands, which 数据统计 counts
    apart."""

    AWAITING_GRADUATE = "awaiting_graduate"
    IN_REVIEW = "in_review"
    CORRECTION = "correction"
    CONFIRMING = "confirming"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    SHEET_IN_REVIEW = "sheet_in_review"
    SHEET_RETURNED = "sheet_returned"
    SHEET_REJECTED = "sheet_rejected"
    SHEET_PASSED = "sheet_passed"
    COPY_IN_REVIEW = "copy_in_review"
    COPY_REFUSED = "copy_refused"
    SUPPLEMENT_IN_REVIEW = "supplement_in_review"
    SUPPLEMENT_DRAFT = "supplement_draft"
    SUPPLEMENT_RETURNED = "supplement_returned"
    SUPPLEMENT_REJECTED = "supplement_rejected"
    SUPPLEMENT_SIGNED = "supplement_signed"
    DISCARDED = "discarded"
    SIGNED = "signed"
    RESCISSION_AWAITING_GRADUATE = "rescission_awaiting_graduate"
    RESCISSION_AWAITING_EMPLOYER = "rescission_awaiting_employer"
    RESCISSION_IN_REVIEW = "rescission_in_review"
    RESCISSION_REQUESTED = "rescission_requested"
    RESCISSION_RETURNED = "rescission_returned"
    RESCISSION_DECLINED_BY_GRADUATE = "rescission_declined_by_graduate"
    RESCISSION_DECLINED_BY_EMPLOYER = "rescission_declined_by_employer"
    RESCISSION_REJECTED = "rescission_rejected"
    RESCINDED = "rescinded"
    VOIDED = "voided"
    INVALIDATED = "invalidated"


STANDING = (
    Status.SIGNED,
    Status.SUPPLEMENT_SIGNED,
    Status.RESCISSION_AWAITING_GRADUATE,
    Status.RESCISSION_AWAITING_EMPLOYER,
    Status.RESCISSION_IN_REVIEW,
    Status.RESCISSION_REQUESTED,
    Status.RESCISSION_RETURNED,
    Status.RESCISSION_DECLINED_BY_GRADUATE,
    Status.RESCISSION_DECLINED_BY_EMPLOYER,
    Status.RESCISSION_REJECTED,
)
"""签约仍有效, whatever was asked since (guides/003 §7)."""

_AFTER: dict[type[said.AgreementFacts], Status] = {
    said.InvitationSent: Status.AWAITING_GRADUATE,
    said.InvitationAmended: Status.AWAITING_GRADUATE,
    said.InvitationAccepted: Status.IN_REVIEW,
    said.InvitationDeclined: Status.DECLINED,
    said.InvitationExpired: Status.EXPIRED,
    said.InvitationWithdrawn: Status.WITHDRAWN,
    said.AgreementCorrected: Status.CONFIRMING,
    said.CorrectionConfirmed: Status.IN_REVIEW,
    said.CorrectionRefused: Status.CORRECTION,
    said.OfflineAgreementSubmitted: Status.SHEET_IN_REVIEW,
    said.OfflineAgreementPrepared: Status.SHEET_PASSED,
    said.SealedCopySubmitted: Status.COPY_IN_REVIEW,
    said.SealedCopyRefused: Status.COPY_REFUSED,
    said.SupplementSubmitted: Status.SUPPLEMENT_IN_REVIEW,
    said.SupplementWithdrawn: Status.SUPPLEMENT_DRAFT,
    said.ApplicationDiscarded: Status.DISCARDED,
    said.RescissionAgreed: Status.RESCISSION_IN_REVIEW,
    said.RescissionReturned: Status.RESCISSION_RETURNED,
    said.RescissionRejected: Status.RESCISSION_REJECTED,
    said.AgreementRescinded: Status.RESCINDED,
    said.AgreementVoided: Status.VOIDED,
    said.AgreementInvalidated: Status.INVALIDATED,
}
_AFTER_BY_KIND: dict[type[said.AgreementFacts], dict[str, Status]] = {
    said.AgreementReturned: {
        "online": Status.CORRECTION,
        "offline": Status.SHEET_RETURNED,
        "supplement": Status.SUPPLEMENT_RETURNED,
    },
    said.AgreementRejected: {
        "online": Status.REJECTED,
        "offline": Status.SHEET_REJECTED,
        "supplement": Status.SUPPLEMENT_REJECTED,
    },
}


def status_after(event: said.AgreementFacts) -> Status | None:
    """Where the agreement stands now. None when it stands where it stood, as after a department's pass, amended data,
    disputes and moves between departments: nothing is counted then, and so nothing hides what arrives later."""
    match event:
        case said.AgreementSigned() | said.RescissionWithdrawn():
            return Status.SUPPLEMENT_SIGNED if event.kind == "supplement" else Status.SIGNED
        case said.RescissionRequested(review_step=None):
            by_employer = event.by == "employer"
            return Status.RESCISSION_AWAITING_GRADUATE if by_employer else Status.RESCISSION_AWAITING_EMPLOYER
        case said.RescissionRequested():
            return Status.RESCISSION_REQUESTED
        case said.RescissionDeclined():
            by_employer = event.by == "employer"
            return Status.RESCISSION_DECLINED_BY_EMPLOYER if by_employer else Status.RESCISSION_DECLINED_BY_GRADUATE
        case said.AgreementReturned() | said.AgreementRejected():
            return _AFTER_BY_KIND[type(event)][event.kind]
    return _AFTER.get(type(event))
