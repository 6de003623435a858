"""The transition table of online signing and the one door through it (domain: guides/000 §5, 003 §5.1, 004 §4)."""

from dataclasses import dataclass
from datetime import datetime

from agreements.signing import errors
from agreements.signing.states import rules
from agreements.signing.states.rules import Case, Clock, Doer, Rule
from agreements.signing.states.statuses import Action, Audience, Status
from common.auth.actors import DepartmentUser, EmployerUser, Graduate, SchoolUser
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
from common.errors import Problem
from common.review import ReviewStep, first_step, step_after


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: Status | None
    action: Action
    by: tuple[type[Doer], ...]
    rules: tuple[Rule, ...]
    target: Status
    event: type[AgreementFacts]
    at: ReviewStep | None = None
    """The review step it begins at; None where there is no review, or at either step."""


EMPLOYER, GRADUATE, CLOCK, REVIEWERS = (EmployerUser,), (Graduate,), (Clock,), (DepartmentUser, SchoolUser)

TRANSITIONS: tuple[Transition, ...] = (
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


@dataclass(frozen=True)
class Change:
    """What the table has decided, to be saved with one history row and said as one event."""

    transition: Transition
    review_step: ReviewStep | None
    by: Doer
    at: datetime

    @property
    def status(self) -> Status:
        """Where it leads."""
        return self.transition.target


@dataclass(frozen=True)
class Option:
    """An action of somebody's role, and why it is not open if it is not."""

    action: Action
    refusal: Problem | None


def apply(case: Case, action: Action, actor: Doer, now: datetime) -> Change:
    """The one door.

    Args:
        now: taken after the agreement was locked, so that whoever comes second is judged by what the first has done.

    Raises:
        NotYourAction, NotInThisState: the table has no such line.
        Conflict: a rule forbids it; the refusal names the rule, the fact and who can change it.
    """
    found = _look_up(case, action, actor)
    if isinstance(found, Problem):
        raise found
    refusal = _refusal(found, case, actor, now)
    if refusal is not None:
        raise refusal
    return Change(found, _step_after(found, case), actor, now)


def options(case: Case, actor: Doer, now: datetime) -> list[Option]:
    """Every action that the actor's role ever has on an agreement, allowed now or not."""
    actions = dict.fromkeys(line.action for line in TRANSITIONS if line.source and isinstance(actor, line.by))
    found = [(action, _look_up(case, action, actor)) for action in actions]
    return [
        Option(action, line if isinstance(line, Problem) else _refusal(line, case, actor, now))
        for action, line in found
    ]


def audience_of(actor: Doer) -> Audience:
    """In whose words this reader is told the status."""
    if isinstance(actor, EmployerUser):
        return Audience.EMPLOYER
    return Audience.GRADUATE if isinstance(actor, Graduate) else Audience.SCHOOL


def _look_up(case: Case, action: Action, actor: Doer) -> Transition | Problem:
    lines = [line for line in TRANSITIONS if line.action is action]
    if not any(isinstance(actor, line.by) for line in lines):
        return errors.NotYourAction(f"“{actor.label}”不能进行此操作。", rule="actor_has_this_action")
    for line in lines:
        if line.source is case.status and line.at in (None, case.review_step):
            return line
    return _not_in_this_state(case.status, actor)


def _not_in_this_state(status: Status | None, actor: Doer) -> Problem:
    stands = status.label(audience_of(actor)) if status else "尚未发起邀请"
    return errors.NotInThisState(
        f"当前状态为“{stands}”。",
        rule="status_allows_this_action",
        state=status,
        who_can_change=status.moved_by if status else "用人单位，可发起签约邀请",
    )


def _refusal(line: Transition, case: Case, actor: Doer, now: datetime) -> Problem | None:
    for rule in line.rules:
        refusal = rule(case, actor, now)
        if refusal is not None:
            refusal.facts["rule"] = rule.__name__
            return refusal
    return None


def _step_after(line: Transition, case: Case) -> ReviewStep | None:
    if line.target is not Status.IN_REVIEW:
        return None
    return step_after(case.review_step) if case.review_step else first_step(case.review_mode)
