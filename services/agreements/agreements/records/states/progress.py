"""How far an agreement has come on its way to being signed, step by step, from its history; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agreements.records.states.actions import Action
from agreements.records.states.statuses import Kind, Status, Tab
from agreements.records.states.words import REVIEW
from common.review import ReviewMode, ReviewStep

ENDED = frozenset({Tab.FAILED, Tab.VOIDED, Tab.INVALID})


class StepState(StrEnum):
    """Where one step stands."""

    DONE = "done"
    WAITING = "waiting"
    AHEAD = "ahead"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As screens show it."""
        return _LABELS[self]


_LABELS = {
    StepState.DONE: "已完成",
    StepState.WAITING: "进行中",
    StepState.AHEAD: "未开始",
    StepState.FAILED: "未通过",
    StepState.WITHDRAWN: "已撤回",
}
TAKEN_BACK = frozenset({Status.WITHDRAWN, Status.DISCARDED})
"""It ended, and nobody refused it."""
CORRECTING = {Status.CORRECTION: "单位修改", Status.CONFIRMING: "学生确认修改"}
"""Online, what was returned is corrected and confirmed before the review begins again; the wait is for that."""


@dataclass(frozen=True)
class Done:
    """What the history says of one change."""

    action: Action
    at_step: ReviewStep | None
    at: datetime


@dataclass(frozen=True)
class Step:
    """One step of the way; `at` is when it was done, or when the signing ended there."""

    label: str
    state: StepState
    at: datetime | None = None


@dataclass(frozen=True)
class _Planned:
    label: str
    actions: frozenset[Action]
    review: ReviewStep | None = None

    def is_done_by(self, done: Done) -> bool:
        return done.action in self.actions and self.review in (None, done.at_step)


def progress_of(kind: Kind, status: Status, mode: ReviewMode, review_word: str, history: Sequence[Done]) -> list[Step]:
    """The steps until it is signed (guides/000 §5, 003 §5 and §6): the same list for both parties and the school."""
    way = _way(kind, mode, review_word)
    reached = _reached(way, history, kind)
    if len(reached) == len(way):
        return [Step(planned.label, StepState.DONE, at) for planned, at in zip(way, reached, strict=True)]
    done = [Step(planned.label, StepState.DONE, at) for planned, at in zip(way, reached, strict=False)]
    ahead = [Step(planned.label, StepState.AHEAD) for planned in way[len(reached) :]]
    if status in CORRECTING:
        return [*done, Step(CORRECTING[status], StepState.WAITING), *ahead]
    return [*done, _here(ahead[0].label, status, history[-1].at), *ahead[1:]]


def _here(label: str, status: Status, last: datetime) -> Step:
    if status.tab not in ENDED:
        return Step(label, StepState.WAITING)
    return Step(label, StepState.WITHDRAWN if status in TAKEN_BACK else StepState.FAILED, last)


def _reached(way: Sequence[_Planned], history: Sequence[Done], kind: Kind) -> list[datetime]:
    """When each step from the first one on was done. What was returned goes back to where it is done again."""
    reached: list[datetime] = []
    for done in history:
        at_review = len(reached) < len(way) and way[len(reached)].review is not None
        if at_review and done.action in (Action.RETURN, Action.REJECT, Action.WITHDRAW_SUPPLEMENT):
            if done.action is not Action.REJECT or _second_round(way, reached):
                _go_back(way, reached, again=kind is not Kind.ONLINE)
        elif len(reached) < len(way) and way[len(reached)].is_done_by(done):
            reached.append(done.at)
    return reached


def _go_back(way: Sequence[_Planned], reached: list[datetime], *, again: bool) -> None:
    """To the first review of the round; to the submission before it where that has to be made again."""
    while reached and way[len(reached) - 1].review is not None:
        reached.pop()
    if again:
        reached.pop()


def _second_round(way: Sequence[_Planned], reached: Sequence[datetime]) -> bool:
    """Offline: a sealed copy that is not passed is uploaded again, while a sheet that is not passed has failed."""
    return any(Action.UPLOAD_COPY in planned.actions for planned in way[: len(reached)])


def _way(kind: Kind, mode: ReviewMode, word: str) -> list[_Planned]:
    steps = list(ReviewStep) if mode is ReviewMode.DEPARTMENT_THEN_SCHOOL else [ReviewStep.SCHOOL]
    of_forms, reviews = _reviews(steps, REVIEW), _reviews(steps, word)
    if kind is Kind.ONLINE:
        sent = _Planned("发起签约邀请", frozenset({Action.INVITE}))
        return [sent, _Planned("学生应约", frozenset({Action.ACCEPT})), *reviews]
    if kind is Kind.SUPPLEMENT:
        submitted = frozenset({Action.SUBMIT_SUPPLEMENT, Action.RESUBMIT_SUPPLEMENT})
        return [_Planned("提交登记信息", submitted), *of_forms]
    filled = _Planned("提交签约信息", frozenset({Action.SUBMIT_SHEET, Action.RESUBMIT_SHEET}))
    sealed = _Planned("上传盖章的就业协议", frozenset({Action.UPLOAD_COPY}))
    return [filled, *of_forms, sealed, *reviews]


def _reviews(steps: Sequence[ReviewStep], word: str) -> list[_Planned]:
    return [_Planned(step.label.removesuffix(REVIEW) + word, frozenset({Action.PASS}), step) for step in steps]
