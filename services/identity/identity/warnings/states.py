"""预警单位: what becomes of a school's mark and of an appeal against it, and when a warning is national. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from common.auth.actors import Actor, EmployerUser, SchoolUser
from common.contracts.event import Event
from common.contracts.identity import EmployerMarked, EmployerMarkLifted, WarningAppealDismissed, WarningAppealed
from common.errors import Problem
from identity.warnings.errors import AppealStillOpen, MarkEnded, NoOpenAppeal


class MarkStatus(StrEnum):
    """Where a mark stands."""

    LIVE = "live"
    REMOVED = "removed"
    EXPIRED = "expired"
    LIFTED = "lifted"

    @property
    def label(self) -> str:
        """As screens show it."""
        return {"live": "生效中", "removed": "已删除", "expired": "已过期", "lifted": "申诉成立已解除"}[self.value]


class AppealStatus(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    MOOT = "moot"

    @property
    def label(self) -> str:
        """As screens show it."""
        return {"open": "待学校答复", "upheld": "申诉成立", "dismissed": "申诉不成立", "moot": "标记已解除"}[self.value]


class MarkAction(StrEnum):
    """What can be done."""

    MARK = "mark"
    CHANGE = "change"
    REMOVE = "remove"
    EXPIRE = "expire"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    DISMISS = "dismiss"

    @property
    def label(self) -> str:
        """What the button and the history say (guides/003 fig 23: 修改, 删除)."""
        return {
            "mark": "标记",
            "change": "修改",
            "remove": "删除",
            "expire": "到期解除",
            "appeal": "申诉",
            "uphold": "申诉成立",
            "dismiss": "申诉不成立",
        }[self.value]


class Lifted(StrEnum):
    """Why a mark ended, as `EmployerMarkLifted.because` says it."""

    REMOVED = "removed"
    EXPIRED = "expired"
    APPEAL_UPHELD = "appeal_upheld"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None does not narrow."""

    type_code: str | None = None
    name: str | None = None
    uscc: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Clock:
    """Who acts when a mark's last day has passed."""

    key: ClassVar[str] = "clock"
    name: ClassVar[str] = "系统"


Doer = Actor | Clock


@dataclass(frozen=True)
class Case:
    """All that the rules look at."""

    status: MarkStatus | None
    """None before the school has marked the employer."""
    appealed: bool = False
    """Whether an appeal against the mark waits for its answer."""


Rule = Callable[[Case], Problem | None]


def no_appeal_is_open(case: Case) -> Problem | None:
    """One appeal at a time."""
    if not case.appealed:
        return None
    return AppealStillOpen("对该标记的上一次申诉正在等待学校答复。", who_can_change="作出标记的学校")


def an_appeal_is_open(case: Case) -> Problem | None:
    """Only what was asked is answered, and once."""
    return None if case.appealed else NoOpenAppeal("该标记没有待答复的申诉。", who_can_change="被标记的用人单位")


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: MarkStatus | None
    action: MarkAction
    by: tuple[type[Doer], ...]
    rules: tuple[Rule, ...]
    target: MarkStatus
    event: type[Event]
    appeal: AppealStatus | None = None
    """What becomes of the open appeal, or the status of a new one."""
    because: Lifted | None = None


_S, _A = MarkStatus, MarkAction
SCHOOL, EMPLOYER, CLOCK = (SchoolUser,), (EmployerUser,), (Clock,)
ANSWERED, MOOT = (an_appeal_is_open,), AppealStatus.MOOT
TRANSITIONS = (
    Transition(None, _A.MARK, SCHOOL, (), _S.LIVE, EmployerMarked),
    Transition(_S.LIVE, _A.CHANGE, SCHOOL, (), _S.LIVE, EmployerMarked),
    Transition(_S.LIVE, _A.REMOVE, SCHOOL, (), _S.REMOVED, EmployerMarkLifted, MOOT, Lifted.REMOVED),
    Transition(_S.LIVE, _A.EXPIRE, CLOCK, (), _S.EXPIRED, EmployerMarkLifted, MOOT, Lifted.EXPIRED),
    Transition(_S.LIVE, _A.APPEAL, EMPLOYER, (no_appeal_is_open,), _S.LIVE, WarningAppealed, AppealStatus.OPEN),
    Transition(
        _S.LIVE,
        _A.UPHOLD,
        SCHOOL,
        ANSWERED,
        _S.LIFTED,
        EmployerMarkLifted,
        AppealStatus.UPHELD,
        Lifted.APPEAL_UPHELD,
    ),
    Transition(_S.LIVE, _A.DISMISS, SCHOOL, ANSWERED, _S.LIVE, WarningAppealDismissed, AppealStatus.DISMISSED),
)
ANSWERS = (MarkAction.UPHOLD, MarkAction.DISMISS)


def apply(case: Case, action: MarkAction, actor: type[Doer]) -> Transition:
    """The line for this action of this kind of actor.

    Raises:
        MarkEnded: there is no such line.
        AppealStillOpen, NoOpenAppeal: a rule forbids it.
    """
    line = next(
        (line for line in TRANSITIONS if (line.source, line.action) == (case.status, action) and actor in line.by),
        None,
    )
    if line is None:
        stands = case.status.label if case.status else "尚未标记"
        raise MarkEnded(f"该标记的状态为“{stands}”。", rule="mark_is_live", who_can_change="学校用户，可重新标记该单位")
    for rule in line.rules:
        refusal = rule(case)
        if refusal is not None:
            refusal.facts["rule"] = rule.__name__
            raise refusal
    return line


def counted_with(key: str, marked: Collection[str], verified: str | None) -> set[str]:
    """The keys whose marks count for this one.

    Args:
        marked: all keys of one name under which a mark is in force.
        verified: the key of the one verified employer of that name.
    """
    codes = {other for other in (*marked, key) if other.startswith("uscc:")}
    code = verified if verified in codes else min(codes) if len(codes) == 1 else None
    same = {code, *(other for other in (*marked, key) if other not in codes)} if code else set()
    # Several codes of one name are several employers, and nobody knows which of them the name means.
    return {other for other in same if other} if key in same else {key}


def is_national(schools: Iterable[str], threshold: int) -> bool:
    """全国共享: so many distinct schools have marked it (guides/003 §9). Schools are counted, not marks."""
    return len(set(schools)) >= threshold


def all_types(marks: Iterable[Iterable[str]]) -> list[str]:
    """Every type that any of the marks names, each once, in a fixed order."""
    return sorted({code for types in marks for code in types})
