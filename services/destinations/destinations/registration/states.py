"""Registering a destination, pure: statuses with the guides' labels, the transition table, the one door.

guides/003 §8 and guides/004 §8; the rules are in `rules`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from common.auth.actors import Actor, DepartmentUser, Graduate, SchoolUser
from common.contracts.destinations import (
    DestinationApproved,
    DestinationPassedByDepartment,
    DestinationRejected,
    DestinationSubmitted,
    DestinationVoided,
    DestinationWithdrawn,
)
from common.errors import Problem
from common.lifecycle import Lifecycle, Transition
from common.review import ReviewStep
from destinations.registration import rules
from destinations.registration.errors import NotInThisState, NotYourAction
from destinations.registration.rules import Case


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
_MOVED_BY = {
    Status.DRAFT: "毕业生，可修改后提交",
    Status.IN_REVIEW: "学校（院系）审核人员",
    Status.APPROVED: "毕业生，可作废后重新登记",
    Status.REJECTED: "毕业生，可重新登记",
    Status.VOIDED: "毕业生，可重新登记",
}
"""Who can change that it stands so."""
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


Line = Transition[Status, Action, Case]
GRADUATE, REVIEWERS, SIGNING = (Graduate,), (DepartmentUser, SchoolUser), (Signing,)
AT_STEP = (rules.reviewer_is_at_this_step,)

TRANSITIONS: tuple[Line, ...] = (
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


def _not_yours(action: Action, actor: Doer) -> Problem:
    lines: list[tuple[Any, ...]] = [line.by for line in TRANSITIONS if line.action is action]
    by = dict.fromkeys(kind.label for kinds in lines for kind in kinds)
    return NotYourAction(who_can_change="、".join(by))


def _not_in_this_state(case: Case, action: Action, actor: Doer) -> Problem:
    if case.status is None:
        return NotInThisState("尚未登记去向。", who_can_change="毕业生，可登记去向")
    stands = Status(case.status)
    return NotInThisState(f"当前状态为“{stands.label}”。", who_can_change=_MOVED_BY[stands])


LIFE = Lifecycle(TRANSITIONS, not_yours=_not_yours, not_in_this_state=_not_in_this_state, in_review={Status.IN_REVIEW})
apply, options = LIFE.apply, LIFE.options
