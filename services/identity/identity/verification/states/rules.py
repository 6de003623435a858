"""The rules of verification, each a sentence that is true or is refused with the fact and who can change it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from common.auth.actors import Actor
from common.clock import SHANGHAI
from common.errors import Problem
from identity.verification import errors
from identity.verification.states.statuses import SubmissionStatus, VerificationAction, VerificationStatus

CUSTOMER_SERVICE = "企业客服 010-67410355"
"""Who changes what an employer cannot change itself (guides/000 §11)."""


@dataclass(frozen=True)
class Clock:
    """Who acts when time does."""

    role: ClassVar[str] = "clock"
    label: ClassVar[str] = "系统"
    key: ClassVar[str] = "clock"
    name: str = "系统"


@dataclass(frozen=True)
class Bank:
    """Who acts when the bank tells what became of a remittance."""

    role: ClassVar[str] = "bank"
    label: ClassVar[str] = "银行"
    key: ClassVar[str] = "bank"
    name: str = "银行"


Doer = Actor | Clock | Bank


@dataclass(frozen=True)
class Claim:
    """A reviewer has taken a submission up; it lapses by itself."""

    key: str
    name: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that the rules look at."""

    verified_before: bool = False
    """The employer has been verified once: it stands anywhere but at 审核通过 because the centre suspended it."""
    claim: Claim | None = None
    answer_by: datetime | None = None
    """The moment from which no amount is taken any more."""
    amount_matches: bool = True
    answers_left: int = 0


Rule = Callable[[Case, Doer, datetime], Problem | None]


def employer_was_not_verified_before(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The employer has never been at 审核通过."""
    return errors.SuspendedBefore() if case.verified_before else None


def employer_was_verified_before(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The employer was suspended and tries again: until the centre says yes it stays suspended, with its data locked,
    because agreements stand on them."""
    return None if case.verified_before else errors.NeverVerified()


def nobody_else_holds_it(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Who has claimed a submission decides it undisturbed, until the claim lapses."""
    claim = case.claim
    if claim is None or now >= claim.until or (isinstance(actor, Actor) and claim.key == actor.key):
        return None
    return errors.ClaimedByAnother(
        f"该申请已由{claim.name}领取，{in_china(claim.until)} 前由其审核。",
        who_can_change=f"{claim.name}（释放后其他人可审核），或等待领取到期",
    )


def before_the_answer_deadline(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """An amount counts while now < deadline (decisions: answer within 7 days)."""
    if case.answer_by is None or now < case.answer_by:
        return None
    return errors.AmountTooLate(
        f"填写汇款金额的期限为 {in_china(case.answer_by)}。", who_can_change="本单位用户，可重新提交对公账号或认证材料"
    )


def answer_deadline_has_passed(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Nothing expires early."""
    return errors.StillTimeToAnswer() if before_the_answer_deadline(case, actor, now) is None else None


def amount_is_right(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """The amount that was entered is the one on the bank statement (guides/000 §2)."""
    if case.amount_matches:
        return None
    return errors.AmountWrong(f"填写的金额与汇款金额不一致，还可尝试 {case.answers_left} 次。", left=case.answers_left)


def answers_are_used_up(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """Three wrong answers end the attempt (decisions)."""
    return errors.AnswersLeft() if case.answers_left > 0 else None


_WHO = {
    VerificationStatus.UNVERIFIED: "本单位用户（提交认证）",
    VerificationStatus.REJECTED: "本单位用户（更正后重新提交）",
    VerificationStatus.REMITTANCE_FAILED: "本单位用户（更正账号重新提交，或改用上传材料认证方式）",
    VerificationStatus.AMOUNT_FAILED: "本单位用户（重新提交账号，或改用上传材料认证方式）",
    VerificationStatus.MATERIAL_REVIEW: "中心工作人员",
    VerificationStatus.REMITTING: "银行（到账后短信通知），或本单位用户（撤回后可改用上传材料认证方式）",
    VerificationStatus.AWAITING_AMOUNT: "本单位用户（填写汇款金额，或撤回后改用上传材料认证方式）",
    VerificationStatus.APPROVED: CUSTOMER_SERVICE,
    VerificationStatus.SUSPENDED: "中心工作人员（恢复），或本单位用户（提交认证材料重新认证）",
}


def not_open(status: VerificationStatus, action: VerificationAction) -> Problem:
    """Why an action that the table does not list in this status is refused."""
    return errors.NothingToSubmit(
        f"当前认证状态为“{status.label}”，不能{action.label}。", who_can_change=_WHO[status], status_label=status.label
    )


def already_decided(status: SubmissionStatus) -> Problem:
    """Why a submission that is over has no further action. After a rejection the employer can submit again."""
    who = "该单位用户（更正后重新提交）" if status is not SubmissionStatus.APPROVED else None
    return errors.AlreadyDecided(f"该申请的结果为“{status.label}”。", who_can_change=who)


def in_china(moment: datetime) -> str:
    """A moment as people read it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
