"""The transition table of supplements and the one door through it (guides/003 §6, 004 §7; domain §6.5)."""

from agreements.records.states import GRADUATE, REVIEWERS, Action, Line, Status, life_of, rules, table
from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementReturned,
    AgreementSigned,
    SupplementSubmitted,
    SupplementWithdrawn,
)
from common.lifecycle import Transition
from common.review import ReviewStep

SUBMISSION = (rules.graduate_may_sign, rules.supplement_is_open, rules.graduate_has_no_live_agreement)
"""Whether the employer is suspended does not matter: the paper is signed."""
RESUBMISSION = tuple(rule for rule in SUBMISSION if rule is not rules.supplement_is_open)
"""What a reviewer returned goes on when 补登 is closed, as reviews do (decisions)."""
AT_THE_STEP = (rules.reviewer_is_at_this_step,)

TRANSITIONS: tuple[Line, ...] = table(
    Transition(None, Action.SUBMIT_SUPPLEMENT, GRADUATE, SUBMISSION, Status.SUPPLEMENT_IN_REVIEW, SupplementSubmitted),
    Transition(
        Status.SUPPLEMENT_IN_REVIEW,
        Action.WITHDRAW_SUPPLEMENT,
        GRADUATE,
        (rules.no_step_has_passed,),
        Status.SUPPLEMENT_DRAFT,
        SupplementWithdrawn,
    ),
    Transition(
        Status.SUPPLEMENT_DRAFT,
        Action.RESUBMIT_SUPPLEMENT,
        GRADUATE,
        SUBMISSION,
        Status.SUPPLEMENT_IN_REVIEW,
        SupplementSubmitted,
    ),
    Transition(
        Status.SUPPLEMENT_RETURNED,
        Action.RESUBMIT_SUPPLEMENT,
        GRADUATE,
        RESUBMISSION,
        Status.SUPPLEMENT_IN_REVIEW,
        SupplementSubmitted,
    ),
    Transition(
        Status.SUPPLEMENT_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.SUPPLEMENT_IN_REVIEW,
        AgreementPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.SUPPLEMENT_IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_THE_STEP,
        Status.SIGNED,
        AgreementSigned,
        at=ReviewStep.SCHOOL,
    ),
    Transition(
        Status.SUPPLEMENT_IN_REVIEW,
        Action.RETURN,
        REVIEWERS,
        AT_THE_STEP,
        Status.SUPPLEMENT_RETURNED,
        AgreementReturned,
    ),
    Transition(
        Status.SUPPLEMENT_IN_REVIEW,
        Action.REJECT,
        REVIEWERS,
        AT_THE_STEP,
        Status.SUPPLEMENT_REJECTED,
        AgreementRejected,
    ),
)


LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options
