"""How every process of an agreement's life is put together: its lines, one door, the same refusals. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from agreements.records import errors
from agreements.records.states.actions import Action
from agreements.records.states.rules import Case, Doer, agreement_is_not_frozen
from agreements.records.states.statuses import IN_REVIEWS, Audience, Status
from common.auth.actors import DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.errors import Problem
from common.lifecycle import Clock, Lifecycle, Transition

Line = Transition[Status, Action, Case]
EMPLOYER, GRADUATE, SCHOOL, CLOCK = (EmployerUser,), (Graduate,), (SchoolUser,), (Clock,)
PARTIES, REVIEWERS = (EmployerUser, Graduate), (DepartmentUser, SchoolUser)
UNFREEZABLE = frozenset({Action.UPHOLD_DISPUTE, Action.DISMISS_DISPUTE, Action.EXPIRE, Action.INVALIDATE})
"""What goes on while a case of “这不是我签的” is open; everything else waits for it."""


def table(*lines: Line) -> tuple[Line, ...]:
    """The lines of a process, with the rule that a disputed agreement rests until the school has decided."""
    return tuple(
        line
        if line.source is None or line.action in UNFREEZABLE
        else replace(line, rules=(agreement_is_not_frozen, *line.rules))
        for line in lines
    )


def life_of(lines: Sequence[Line]) -> Lifecycle[Line]:
    """The one door of a process."""
    return Lifecycle(lines, not_yours=_not_yours, not_in_this_state=_not_in_this_state, in_review=IN_REVIEWS)


def audience_of(actor: Doer) -> Audience:
    """In whose words this reader is told the status."""
    if isinstance(actor, EmployerUser):
        return Audience.EMPLOYER
    return Audience.GRADUATE if isinstance(actor, Graduate) else Audience.SCHOOL


def _not_yours(action: Action, actor: Doer) -> Problem:
    return errors.NotYourAction(f"“{actor.label}”不能进行此操作。")


def _not_in_this_state(case: Case, action: Action, actor: Doer) -> Problem:
    stands = case.status.label(audience_of(actor)) if case.status else "尚未发起"
    return errors.NotInThisState(
        f"当前状态为“{stands}”。",
        state=case.status,
        who_can_change=case.status.moved_by if case.status else "用人单位，可发起签约邀请",
    )
