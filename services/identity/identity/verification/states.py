"""认证: the states of an employer's verification and who moves it. Pure.

The guides show the steps; the labels follow their words (domain §6.11).
"""

from dataclasses import dataclass
from enum import StrEnum

from common.auth.actors import Actor, CentreUser, EmployerUser
from common.contracts.event import Event
from common.contracts.identity import EmployerVerificationRejected, EmployerVerificationSubmitted, EmployerVerified


class VerificationStatus(StrEnum):
    """Where an employer stands; a submitted verification has one of the last three."""

    UNVERIFIED = "unverified"
    MATERIAL_REVIEW = "material_review"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """What people see."""
        return {
            "unverified": "未认证",
            "material_review": "材料审核中",
            "approved": "审核通过",
            "rejected": "审核不通过",
        }[self.value]


class VerificationMethod(StrEnum):
    """How an employer proves itself (guides/000 §2)."""

    MATERIAL = "material"

    @property
    def label(self) -> str:
        """The guide's words."""
        return {"material": "上传材料认证方式"}[self.value]


class VerificationAction(StrEnum):
    """What can be done."""

    SUBMIT_MATERIAL = "submit_material"
    APPROVE = "approve"
    REJECT = "reject"

    @property
    def label(self) -> str:
        """What the button says."""
        return {"submit_material": "提交认证材料", "approve": "审核通过", "reject": "审核不通过"}[self.value]


class RejectionReason(StrEnum):
    """审核不通过原因; the reviewer adds a text."""

    LICENCE_UNREADABLE = "licence_unreadable"
    LICENCE_MISMATCH = "licence_mismatch"
    LETTER_WITHOUT_SEAL = "letter_without_seal"
    LETTER_MISMATCH = "letter_mismatch"
    EMPLOYER_DATA_WRONG = "employer_data_wrong"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What the employer reads."""
        return {
            "licence_unreadable": "证照不清晰或不完整",
            "licence_mismatch": "证照与填写的单位信息不一致",
            "letter_without_seal": "材料未加盖单位公章",
            "letter_mismatch": "网签授权书内容有误",
            "employer_data_wrong": "单位信息填写有误",
            "other": "其他",
        }[self.value]


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: VerificationStatus
    action: VerificationAction
    by: tuple[type[Actor], ...]
    target: VerificationStatus
    event: type[Event]


_S, _A = VerificationStatus, VerificationAction
EMPLOYER, CENTRE = (EmployerUser,), (CentreUser,)
TRANSITIONS = (
    Transition(_S.UNVERIFIED, _A.SUBMIT_MATERIAL, EMPLOYER, _S.MATERIAL_REVIEW, EmployerVerificationSubmitted),
    Transition(_S.REJECTED, _A.SUBMIT_MATERIAL, EMPLOYER, _S.MATERIAL_REVIEW, EmployerVerificationSubmitted),
    Transition(_S.MATERIAL_REVIEW, _A.APPROVE, CENTRE, _S.APPROVED, EmployerVerified),
    Transition(_S.MATERIAL_REVIEW, _A.REJECT, CENTRE, _S.REJECTED, EmployerVerificationRejected),
)


def transition(status: VerificationStatus, action: VerificationAction, actor: type[Actor]) -> Transition | None:
    """The line for this action of this kind of actor in this status; None when there is none."""
    return next(
        (line for line in TRANSITIONS if (line.source, line.action) == (status, action) and actor in line.by),
        None,
    )
