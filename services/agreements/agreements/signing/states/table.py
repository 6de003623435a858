"""The transition table of online signing and the one door through it (domain: guides/000 §5, 003 §5.1, 004 §4)."""

from agreements.signing import errors
from agreements.signing.states import rules
from agreements.signing.states.rules import Case, Doer
from agreements.signing.states.statuses import Action, Audience, Status
from common.auth.actors import DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementSigned,
    InvitationAccepted,
    InvitationDeclined,
    InvitationExpired,
    InvitationSent,
)
from common.errors import Problem
from common.lifecycle import Clock, Lifecycle, Transition
from common.review import ReviewStep

Line = Transition[Status, Action, Case]
EMPLOYER, GRADUATE, CLOCK, REVIEWERS = (EmployerUser,), (Graduate,), (Clock,), (DepartmentUser, SchoolUser)

TRANSITIONS: tuple[Line, ...] = (
    Transition(
        None,
        Action.INVITE,
        EMPLOYER,
        (
            rules.employer_is_verified,
            rules.employer_is_not_suspended,
            rules.favourite_is_up_to_date,
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


def audience_of(actor: Doer) -> Audience:
    """In whose words this reader is told the status."""
    if isinstance(actor, EmployerUser):
        return Audience.EMPLOYER
    return Audience.GRADUATE if isinstance(actor, Graduate) else Audience.SCHOOL


def _not_yours(action: Action, actor: Doer) -> Problem:
    return errors.NotYourAction(f"“{actor.label}”不能进行此操作。")


def _not_in_this_state(case: Case, action: Action, actor: Doer) -> Problem:
    stands = case.status.label(audience_of(actor)) if case.status else "尚未发起邀请"
    return errors.NotInThisState(
        f"当前状态为“{stands}”。",
        state=case.status,
        who_can_change=case.status.moved_by if case.status else "用人单位，可发起签约邀请",
    )


LIFE = Lifecycle(TRANSITIONS, not_yours=_not_yours, not_in_this_state=_not_in_this_state, in_review=Status.IN_REVIEW)
apply, options = LIFE.apply, LIFE.options
