"""申请加入单位: a further user asks, the employer's users or the centre answer. Pure.

One employer per USCC: a second registration joins as a further user (decisions: Employer verification).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from common.auth.actors import Actor, CentreUser, EmployerUser
from common.clock import SHANGHAI
from common.contracts.event import Event
from common.contracts.identity import EmployerJoinRefused, EmployerUserJoined
from common.errors import Problem
from identity.joining.errors import JoinRequestAnswered, JoinRequestExpired


class JoinStatus(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """What people see."""
        return {
            "waiting": "待同意",
            "approved": "已同意",
            "refused": "未同意",
            "withdrawn": "已撤回",
            "expired": "已过期",
        }[self.value]


class JoinAction(StrEnum):
    """What can be done with a request."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"

    @property
    def label(self) -> str:
        """What the button says."""
        return {"approve": "同意加入", "refuse": "不同意", "withdraw": "撤回申请", "expire": "过期"}[self.value]


class Clock:
    """Who acts when time does."""


Doer = type[Actor] | type[Clock]


@dataclass(frozen=True)
class Transition:
    """One line of the table. An employer user approves as a user of the employer and withdraws as the applicant."""

    source: JoinStatus
    action: JoinAction
    by: tuple[Doer, ...]
    target: JoinStatus
    event: type[Event] | None


_S, _A = JoinStatus, JoinAction
TRANSITIONS = (
    Transition(_S.WAITING, _A.APPROVE, (EmployerUser, CentreUser), _S.APPROVED, EmployerUserJoined),
    Transition(_S.WAITING, _A.REFUSE, (EmployerUser, CentreUser), _S.REFUSED, EmployerJoinRefused),
    Transition(_S.WAITING, _A.WITHDRAW, (EmployerUser,), _S.WITHDRAWN, None),
    Transition(_S.WAITING, _A.EXPIRE, (Clock,), _S.EXPIRED, EmployerJoinRefused),
)


def transition(status: JoinStatus, action: JoinAction, by: Doer) -> Transition | None:
    """The line for this action of this kind of actor in this status; None when there is none."""
    return next(
        (line for line in TRANSITIONS if (line.source, line.action) == (status, action) and by in line.by), None
    )


def expires_at(requested_at: datetime, days: int) -> datetime:
    """When a request that nobody has answered ends by itself."""
    return requested_at + timedelta(days=days)


def why_not(status: JoinStatus, action: JoinAction, by: Doer, expires: datetime, now: datetime) -> Problem | None:
    """Why this cannot be done with the request now; None when it can. An expired one cannot, even before the clock
    has written it down."""
    if transition(status, action, by) is None:
        return JoinRequestAnswered(
            f"该加入申请的状态为“{status.label}”，不能再{action.label}。", who_can_change="申请人（可重新申请）"
        )
    if action is not JoinAction.EXPIRE and now >= expires:
        until = expires.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        return JoinRequestExpired(f"该加入申请已于 {until} 过期。", who_can_change="申请人（可重新申请）")
    return None
