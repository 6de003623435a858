"""The transition table of offline signing and the one door through it (guides/003 §5.2, fig 12; domain §6.4).

Two reviews: of the sheet, which makes the agreement that is printed and sealed, and of the sealed copy. What was
printed is not edited any more: a wrong sheet is given up (`forms.states`) and filled in anew.
"""

from agreements.records.states import GRADUATE, PARTIES, REVIEWERS, Action, Line, Status, life_of, rules, table
from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementReturned,
    AgreementSigned,
    OfflineAgreementPrepared,
    OfflineAgreementSubmitted,
    SealedCopyRefused,
    SealedCopySubmitted,
)
from common.lifecycle import Transition
from common.review import ReviewStep

SUBMISSION = (
    rules.graduate_may_sign,
    rules.signing_is_open,
    rules.graduate_has_no_live_agreement,
    rules.employer_is_not_suspended,
)
RESUBMISSION = tuple(rule for rule in SUBMISSION if rule is not rules.signing_is_open)
"""What a reviewer returned goes on when signing is closed, as reviews do (decisions)."""
AT_THE_STEP = (rules.reviewer_is_at_this_step,)

TRANSITIONS: tuple[Line, ...] = table(
    Transition(None, Action.SUBMIT_SHEET, GRADUATE, SUBMISSION, Status.SHEET_IN_REVIEW, OfflineAgreementSubmitted),
    Transition(
        Status.SHEET_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.SHEET_IN_REVIEW,
        AgreementPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.SHEET_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.SHEET_PASSED,
        OfflineAgreementPrepared,
        at=ReviewStep.SCHOOL,
    ),
    Transition(Status.SHEET_IN_REVIEW, Action.RETURN, REVIEWERS, AT_THE_STEP, Status.SHEET_RETURNED, AgreementReturned),
    Transition(Status.SHEET_IN_REVIEW, Action.REJECT, REVIEWERS, AT_THE_STEP, Status.SHEET_REJECTED, AgreementRejected),
    Transition(
        Status.SHEET_RETURNED,
        Action.RESUBMIT_SHEET,
        GRADUATE,
        RESUBMISSION,
        Status.SHEET_IN_REVIEW,
        OfflineAgreementSubmitted,
    ),
    Transition(Status.SHEET_PASSED, Action.UPLOAD_COPY, PARTIES, (), Status.COPY_IN_REVIEW, SealedCopySubmitted),
    Transition(
        Status.COPY_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.COPY_IN_REVIEW,
        AgreementPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.COPY_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.SIGNED,
        AgreementSigned,
        at=ReviewStep.SCHOOL,
    ),
    Transition(Status.COPY_IN_REVIEW, Action.RETURN, REVIEWERS, AT_THE_STEP, Status.COPY_REFUSED, SealedCopyRefused),
    Transition(Status.COPY_IN_REVIEW, Action.REJECT, REVIEWERS, AT_THE_STEP, Status.COPY_REFUSED, SealedCopyRefused),
    Transition(Status.COPY_REFUSED, Action.UPLOAD_COPY, PARTIES, (), Status.COPY_IN_REVIEW, SealedCopySubmitted),
)


LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options
