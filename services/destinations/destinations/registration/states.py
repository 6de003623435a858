"""Registering a destination, pure: statuses with the guides' labels, the transition table, the one door.

guides/003 §8 and guides/004 §8; the rules are in `rules`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from common.auth.actors import Actor, DepartmentUser, Graduate, SchoolUser
from common.contracts.destinations import (
    DestinationApproved,
    DestinationFacts,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from common.errors import Problem
from common.review import ReviewStep, first_step, step_after
from destinations.registration import rules
from destinations.registration.errors import NotInThisState, NotYourAction
from destinations.registration.rules import Case, Rule


class Status(StrEnum):
    """Where a registration stands. In review, the step says whose turn it is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """The guides' exact words (guides/003 §8); a draft is the graduate's own and has no label there."""
        return _LABELS[self]


_LABELS = {
    Status.DRAFT: "草稿",
    Status.IN_REVIEW: "去向登记审核中",
    Status.APPROVED: "去向登记审核通过",
    Status.REJECTED: "去向登记审核不通过",
    Status.VOIDED: "已作废",
}
CURRENT = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
"""A graduate has at most one registration in these."""


class Action(StrEnum):
    """What can be done to a registration."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PASS = "pass"  # noqa: S105 - a reviewer's word, not a password
    REJECT = "reject"
    VOID = "void"
    GIVE_WAY = "give_way"

    @property
    def label(self) -> str:
        """What buttons and the history say."""
        return _ACTIONS[self]


_ACTIONS = {
    Action.SUBMIT: "提交审核",
    Action.WITHDRAW: "撤回修改",
    Action.PASS: "审核通过",
    Action.REJECT: "审核不通过",
    Action.VOID: "作废",
    Action.GIVE_WAY: "因签约自动变更",
}


@dataclass(frozen=True)
class Signing:
    """Who acts when a graduate begins to sign (guides/003 §8, the note at the end)."""

    role: ClassVar[str] = "signing"
    label: ClassVar[str] = "系统"
    id: ClassVar[None] = None
    name: str = "系统"


Doer = Actor | Signing


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: Status | None
    action: Action
    by: tuple[type[Doer], ...]
    rules: tuple[Rule, ...]
    target: Status
    event: type[DestinationFacts]
    at: ReviewStep | None = None
    """The review step it begins at; None where there is no review, or at either step."""


GRADUATE, REVIEWERS, SIGNING = (Graduate,), (DepartmentUser, SchoolUser), (Signing,)
AT_STEP = (rules.reviewer_is_at_this_step,)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Action.SUBMIT, GRADUATE, rules.TO_REGISTER, Status.IN_REVIEW, DestinationSubmitted),
    Transition(Status.DRAFT, Action.SUBMIT, GRADUATE, rules.TO_RESUBMIT, Status.IN_REVIEW, DestinationSubmitted),
    Transition(
        Status.IN_REVIEW,
        Action.WITHDRAW,
        GRADUATE,
        (rules.nobody_has_reviewed,),
        Status.DRAFT,
        DestinationWithdrawn,
    ),
    Transition(
        Status.IN_REVIEW,
        Action.PASS,
        REVIEWERS,
        AT_STEP,
        Status.IN_REVIEW,
        DestinationPassedByDepartment,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.IN_REVIEW, Action.PASS, REVIEWERS, AT_STEP, Status.APPROVED, DestinationApproved, at=ReviewStep.SCHOOL
    ),
    Transition(Status.IN_REVIEW, Action.REJECT, REVIEWERS, AT_STEP, Status.REJECTED, DestinationRejected),
    Transition(Status.APPROVED, Action.VOID, GRADUATE, (), Status.VOIDED, DestinationVoided),
    Transition(Status.IN_REVIEW, Action.GIVE_WAY, SIGNING, (), Status.DRAFT, DestinationWithdrawn),
    Transition(Status.APPROVED, Action.GIVE_WAY, SIGNING, (), Status.VOIDED, DestinationVoided),
)


@dataclass(frozen=True)
class Change:
    """What the table has decided, to be saved with one history row."""

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
    """An action of somebody's role in this state, and why it is not open if it is not."""

    action: Action
    refusal: Problem | None


def apply(case: Case, action: Action, actor: Doer, now: datetime) -> Change:
    """The one door.

    Raises:
        NotInThisState, NotYourAction: the table has no such line.
        Conflict: a rule forbids it; the refusal names the fact and who can change it.
    """
    possible = [line for line in _lines(case) if line.action is action]
    if not possible:
        now_is = f"当前状态为“{Status(case.status).label}”。" if case.status else ""
        raise NotInThisState(now_is, rule="status_allows_this_action")
    own = [line for line in possible if isinstance(actor, line.by)]
    if not own:
        by = "、".join(kind.label for kind in possible[0].by)
        raise NotYourAction(who_can_change=by, rule="actor_has_this_action")
    refusal = _refusal(own[0], case, actor)
    if refusal is not None:
        raise refusal
    return Change(own[0], _step_after(own[0], case), actor, now)


def options(case: Case, actor: Doer) -> list[Option]:
    """What the actor could do here."""
    return [Option(line.action, _refusal(line, case, actor)) for line in _lines(case) if isinstance(actor, line.by)]


def _lines(case: Case) -> list[Transition]:
    return [line for line in TRANSITIONS if line.source == case.status and line.at in (None, case.review_step)]


def _refusal(line: Transition, case: Case, actor: Doer) -> Problem | None:
    return rules.first_refusal(line.rules, case, actor)


def _step_after(line: Transition, case: Case) -> ReviewStep | None:
    if line.target is not Status.IN_REVIEW:
        return None
    if line.action is Action.PASS and case.review_step is not None:
        return step_after(case.review_step)
    return first_step(case.review_mode)
