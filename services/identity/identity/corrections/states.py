"""更正单位信息: a verified employer asks, the centre decides. Pure.

Verified data are read-only for the employer (guides/000 §11: 企业客服); a correction takes effect after review and
never rewrites issued agreements (decisions).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from common.auth.actors import Actor, CentreUser, EmployerUser
from common.contracts.event import Event
from common.contracts.identity import EmployerCorrected, EmployerCorrectionRejected
from common.errors import Problem
from identity.corrections.errors import AlreadyAnswered, HeldByAnother


class CorrectionStatus(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What people see."""
        return {"waiting": "待审核", "approved": "审核通过", "rejected": "审核不通过", "withdrawn": "已撤回"}[
            self.value
        ]


class CorrectionAction(StrEnum):
    """What can be done with a request."""

    CLAIM = "claim"
    RELEASE = "release"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """What the button says."""
        return {
            "claim": "领取",
            "release": "释放",
            "approve": "审核通过",
            "reject": "审核不通过",
            "withdraw": "撤回申请",
        }[self.value]


class Origin(StrEnum):
    """Who began it: the employer asked, or 企业客服 corrected at once."""

    EMPLOYER = "employer"
    CENTRE = "centre"

    @property
    def label(self) -> str:
        """What people see."""
        return {"employer": "单位申请", "centre": "企业客服更正"}[self.value]


class RejectionReason(StrEnum):
    """审核不通过原因; the reviewer adds a text."""

    PROOF_MISSING = "proof_missing"
    PROOF_MISMATCH = "proof_mismatch"
    ANOTHER_EMPLOYER = "another_employer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What the employer reads."""
        return {
            "proof_missing": "证明材料不足或不清晰",
            "proof_mismatch": "证明材料与申请更正的内容不一致",
            "another_employer": "实为另一单位，应另行注册认证",
            "other": "其他",
        }[self.value]


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: CorrectionStatus
    action: CorrectionAction
    by: tuple[type[Actor], ...]
    target: CorrectionStatus
    event: type[Event] | None


@dataclass(frozen=True)
class Claim:
    """A reviewer has taken a request up, so that nobody does the same work meanwhile."""

    by: str
    name: str
    until: datetime


_S, _A = CorrectionStatus, CorrectionAction
EMPLOYER, CENTRE = (EmployerUser,), (CentreUser,)
TRANSITIONS = (
    Transition(_S.WAITING, _A.CLAIM, CENTRE, _S.WAITING, None),
    Transition(_S.WAITING, _A.RELEASE, CENTRE, _S.WAITING, None),
    Transition(_S.WAITING, _A.APPROVE, CENTRE, _S.APPROVED, EmployerCorrected),
    Transition(_S.WAITING, _A.REJECT, CENTRE, _S.REJECTED, EmployerCorrectionRejected),
    Transition(_S.WAITING, _A.WITHDRAW, EMPLOYER, _S.WITHDRAWN, None),
)


def transition(status: CorrectionStatus, action: CorrectionAction, actor: type[Actor]) -> Transition | None:
    """The line for this action of this kind of actor in this status; None when there is none."""
    return next(
        (line for line in TRANSITIONS if (line.source, line.action) == (status, action) and actor in line.by), None
    )


def claim_in_force(by: str | None, name: str | None, at: datetime | None, now: datetime, minutes: int) -> Claim | None:
    """The claim that keeps other reviewers off; None when nobody has claimed, or so long ago that it has lapsed."""
    if by is None or name is None or at is None or at + timedelta(minutes=minutes) <= now:
        return None
    return Claim(by, name, at + timedelta(minutes=minutes))


def why_not(status: CorrectionStatus, action: CorrectionAction, actor: Actor, claim: Claim | None) -> Problem | None:
    """Why this actor may not do this with the request now; None when they may."""
    if transition(status, action, type(actor)) is None:
        return AlreadyAnswered(
            f"该更正申请的状态为“{status.label}”，不能{action.label}。",
            who_can_change="该单位用户（可重新提交更正申请）",
            status_label=status.label,
        )
    if isinstance(actor, CentreUser) and claim is not None and claim.by != actor.key:
        return HeldByAnother(
            f"该申请已由{claim.name}领取。", who_can_change=f"{claim.name}（释放后其他人可审核）", free_at=claim.until
        )
    return None
