"""How every process of an agreement's life is put together: its lines, one door, the same refusals. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agreements.records import errors
from agreements.records.states.actions import Action
from agreements.records.states.rules import Case, Doer, agreement_is_not_frozen, has_passed_a_step
from agreements.records.states.statuses import IN_REVIEWS, Audience, Status
from common.auth.actors import DepartmentUser, EmployerUser, Graduate, SchoolUser
from common.errors import Problem
from common.lifecycle import Clock, Lifecycle, Option, Transition

Line = Transition[Status, Action, Case]
EMPLOYER, GRADUATE, SCHOOL, CLOCK = (EmployerUser,), (Graduate,), (SchoolUser,), (Clock,)
PARTIES, REVIEWERS = (EmployerUser, Graduate), (DepartmentUser, SchoolUser)
UNFREEZABLE = frozenset(
    {Action.UPHOLD_DISPUTE, Action.DISMISS_DISPUTE, Action.EXPIRE, Action.INVALIDATE, Action.MOVE_DEPARTMENT}
)
"""What goes on while a case of “这不是我签的” is open; everything else waits for it."""


def table(*lines: Line) -> tuple[Line, ...]:
    """The lines of a process, with the rule that a disputed agreement rests until the school has decided."""
    return tuple(
        line
        if line.source is None or line.action in UNFREEZABLE
        else replace(line, rules=(agreement_is_not_frozen, *line.rules))
        for line in lines
    )


@dataclass(frozen=True)
class Elsewhere:
    """An action that these actors have on agreements of another kind only: why not here, and who can do what."""

    by: tuple[type, ...]
    fact: str
    remedy: str
    who_can_change: str


class Process(Lifecycle[Line]):
    """The table of one process of an agreement's life; it tells of what only agreements of other kinds know, too."""

    def __init__(self, lines: Sequence[Line], elsewhere: Mapping[Action, Elsewhere]) -> None:
        super().__init__(
            lines, not_yours=self._refuse_actor, not_in_this_state=_not_in_this_state, in_review=IN_REVIEWS
        )
        self._elsewhere = elsewhere

    def options(self, case: Any, actor: Any, now: datetime) -> list[Option]:
        """Every action that the actor's role has on agreements of this kind, or of another one."""
        others = [action for action, known in self._elsewhere.items() if isinstance(actor, known.by)]
        refused = [Option(action, self._refused(case, action, actor, now)) for action in others]
        return super().options(case, actor, now) + refused

    def _refused(self, case: Any, action: Action, actor: Any, now: datetime) -> Problem | None:
        decided = self._decide(case, action, actor, now)
        return decided if isinstance(decided, Problem) else None

    def _refuse_actor(self, action: Action, actor: Doer) -> Problem:
        known = self._elsewhere.get(action)
        if known is not None and isinstance(actor, known.by):
            return errors.NotYourAction(known.fact, remedy=known.remedy, who_can_change=known.who_can_change)
        kinds: list[Any] = [kind for line in self._lines if line.action is action for kind in line.by]
        roles = dict.fromkeys(kind.label for kind in kinds)
        if not roles:
            return errors.NotYourAction(
                "此类签约没有这项操作。", remedy="请刷新后查看可以进行的操作。", who_can_change="无人可以改变"
            )
        return errors.NotYourAction(f"“{actor.label}”不能进行此操作。", who_can_change="、".join(roles))


def life_of(lines: Sequence[Line], elsewhere: Mapping[Action, Elsewhere] | None = None) -> Lifecycle[Line]:
    """The one door of a process."""
    return Process(lines, elsewhere or {})


def audience_of(actor: Doer) -> Audience:
    """In whose words this reader is told the status."""
    if isinstance(actor, EmployerUser):
        return Audience.EMPLOYER
    return Audience.GRADUATE if isinstance(actor, Graduate) else Audience.SCHOOL


def _not_in_this_state(case: Case, action: Action, actor: Doer) -> Problem:
    stands = case.status.label(audience_of(actor)) if case.status else "尚未发起"
    drafted_first = action is Action.DISCARD and case.status is Status.SUPPLEMENT_IN_REVIEW
    if drafted_first and not has_passed_a_step(case):
        remedy, who = "请先撤回修改，再撤回申请。", "毕业生，可先撤回修改"
    else:
        remedy = None
        who = case.status.moved_by(case.kind, typed_in=case.typed_in) if case.status else "用人单位，可发起签约邀请"
    return errors.NotInThisState(f"当前状态为“{stands}”。", state=case.status, remedy=remedy, who_can_change=who)
