"""The transition table of online signing and the one door through it (domain: guides/000 §5, 003 §5.1, 004 §4)."""

from agreements.records.states import CLOCK, EMPLOYER, GRADUATE, REVIEWERS, Action, Line, Status, life_of, rules, table
from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)
from common.lifecycle import Transition
from common.review import ReviewStep

TRANSITIONS: tuple[Line, ...] = table(
    Transition(
        None,
        Action.INVITE,
        EMPLOYER,
        (
            rules.employer_is_verified,
            rules.employer_is_not_suspended,
            rules.favourite_is_up_to_date,
            rules.favourite_is_valid,
            rules.graduate_may_sign,
            rules.signing_is_open,
            rules.employer_has_no_open_invitation_to_graduate,
            rules.graduate_is_not_signing_with_this_employer,
        ),
        Status.AWAITING_GRADUATE,
        InvitationSent,
    ),
    Transition(
        Status.AWAITING_GRADUATE,
        Action.ACCEPT,
        GRADUATE,
        (
            rules.before_the_deadline,
            rules.graduate_has_no_live_agreement,
            rules.invitation_is_up_to_date,
            rules.graduate_may_sign,
            rules.signing_is_open,
            rules.employer_is_verified,
            rules.employer_is_not_suspended,
        ),
        Status.IN_REVIEW,
        InvitationAccepted,
    ),
    Transition(
        Status.AWAITING_GRADUATE,
        Action.DECLINE,
        GRADUATE,
        (rules.before_the_deadline,),
        Status.DECLINED,
        InvitationDeclined,
    ),
    Transition(
        Status.AWAITING_GRADUATE,
        Action.EXPIRE,
        CLOCK,
        (rules.deadline_has_passed,),
        Status.EXPIRED,
        InvitationExpired,
    ),
    Transition(
        Status.IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.IN_REVIEW,
        AgreementPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.SIGNED,
        AgreementSigned,
        at=ReviewStep.SCHOOL,
    ),
    Transition(
        Status.IN_REVIEW,
        Action.REJECT,
        REVIEWERS,
        (rules.reviewer_is_at_this_step,),
        Status.REJECTED,
        AgreementRejected,
    ),
)


LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options
