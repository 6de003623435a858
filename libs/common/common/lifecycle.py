"""The life of a record as one table, and the one door through it. Pure: no I/O, no framework.

A feature's `states` writes down its lines and how it says no, and has one `Lifecycle`:

    LIFE = Lifecycle(TRANSITIONS, not_yours=…, not_in_this_state=…, in_review={Status.IN_REVIEW})
    change = LIFE.apply(case, Action.ACCEPT, actor, clock.now())

What the table does not list is refused; of the lines that fit, the first whose rules all hold is taken.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from common.contracts.event import Event
from common.errors import Problem
from common.review import ReviewMode, ReviewStep, first_step, step_after

Status = TypeVar("Status", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)
AnyCase = TypeVar("AnyCase", bound="Case")


class Case(Protocol):
    """What the rules look at; a process with a review has `review_step` and `review_mode` beside it."""

    @property
    def status(self) -> StrEnum | None:
        """Where the record stands; None before it begins."""


@dataclass(frozen=True)
class Clock:
    """Who acts when time does."""

    role: ClassVar[str] = "clock"
    label: ClassVar[str] = "系统"
    key: ClassVar[str] = "clock"
    id: ClassVar[None] = None
    name: str = "系统"


Rule = Callable[[AnyCase, Any, datetime], Problem | None]
"""A sentence about a case, an actor and a moment: None when it is true, else the refusal with the fact and who can
change it. Its name is told with the refusal."""


@dataclass(frozen=True)
class Transition(Generic[Status, Action, AnyCase]):
    """One line of the table."""

    source: Status | None
    action: Action
    by: tuple[type, ...]
    rules: tuple[Rule[AnyCase], ...]
    target: Status
    event: type[Event] | None
    at: ReviewStep | None = None
    """The review step it begins at; None where there is no review, or at either step."""


Line = TypeVar("Line", bound="Transition[Any, Any, Any]")


@dataclass(frozen=True)
class Change(Generic[Line]):
    """What the table has decided, to be saved with one history row and said as one event."""

    transition: Line
    review_step: ReviewStep | None
    """Whose turn it is in the review that goes on or begins; None outside one."""
    by: Any
    at: datetime

    @property
    def status(self) -> Any:
        """Where it leads."""
        return self.transition.target


@dataclass(frozen=True)
class Option:
    """An action of somebody's role, and why it is not open if it is not."""

    action: Any
    refusal: Problem | None


class Lifecycle(Generic[Line]):
    """A table and its door."""

    def __init__(
        self,
        lines: Sequence[Line],
        *,
        not_yours: Callable[[Any, Any], Problem],
        not_in_this_state: Callable[[Any, Any, Any], Problem],
        in_review: Collection[StrEnum] = (),
    ) -> None:
        """
        Args:
            not_yours: the refusal of (action, actor) when the actor's role never has the action.
            not_in_this_state: the refusal of (case, action, actor) when it has, but not here.
            in_review: the statuses in which the steps of `common.review` are walked.
        """
        self._lines = lines
        self._not_yours = not_yours
        self._not_in_this_state = not_in_this_state
        self._in_review = in_review

    def apply(self, case: Any, action: StrEnum, actor: Any, now: datetime) -> Change[Line]:
        """The one door.

        Args:
            now: taken after the record was locked, so that whoever comes second is judged by what the first has done.

        Raises:
            Problem: the table has no such line, or a rule forbids it; the refusal names the rule.
        """
        found = self._decide(case, action, actor, now)
        if isinstance(found, Problem):
            raise found
        return Change(found, self._step_after(found, case), actor, now)

    def options(self, case: Any, actor: Any, now: datetime) -> list[Option]:
        """Every action that the actor's role ever has on a record that exists, allowed now or not."""
        actions = dict.fromkeys(line.action for line in self._lines if line.source and isinstance(actor, line.by))
        found = [(action, self._decide(case, action, actor, now)) for action in actions]
        return [Option(action, line if isinstance(line, Problem) else None) for action, line in found]

    def _decide(self, case: Any, action: StrEnum, actor: Any, now: datetime) -> Line | Problem:
        own = [line for line in self._lines if line.action is action and isinstance(actor, line.by)]
        if not own:
            return self._named(self._not_yours(action, actor), "actor_has_this_action")
        step = getattr(case, "review_step", None)
        here = [line for line in own if line.source == case.status and line.at in (None, step)]
        if not here:
            return self._named(self._not_in_this_state(case, action, actor), "status_allows_this_action")
        refusals = [refusal_of(line.rules, case, actor, now) for line in here]
        open_ones = [line for line, refusal in zip(here, refusals, strict=True) if refusal is None]
        return open_ones[0] if open_ones else _first(refusals)

    def _step_after(self, line: Line, case: Any) -> ReviewStep | None:
        if line.target not in self._in_review:
            return None
        step: ReviewStep | None = case.review_step
        mode: ReviewMode = case.review_mode
        if line.source is not line.target or step is None:
            return first_step(mode)
        return step_after(step) if line.at else step

    @staticmethod
    def _named(refusal: Problem, rule: str) -> Problem:
        refusal.facts.setdefault("rule", rule)
        return refusal


def refusal_of(rules: Sequence[Rule[Any]], case: Any, actor: Any, now: datetime) -> Problem | None:
    """The first rule that is not true, with its name among the refusal's facts."""
    for rule in rules:
        refusal = rule(case, actor, now)
        if refusal is not None:
            refusal.facts.setdefault("rule", rule.__name__)
            return refusal
    return None


def _first(refusals: Sequence[Problem | None]) -> Problem:
    return next(refusal for refusal in refusals if refusal is not None)
