"""What becomes of an employer that comes along with an account of the job platform. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.errors import Conflict, FieldFault, Problem
from identity.job_platform.errors import (
    JOB_PLATFORM,
    USER,
    AlreadyLinked,
    NotFromJobPlatform,
    NotLinked,
    PasswordNeeded,
    VerifiedFieldsLocked,
)

LOCKED_FIELDS = ("name", "uscc")
"""What stands on the licence that the job platform has checked."""


class EmployerDataUnusable(Conflict):
    """The employer's data there cannot be taken over as they are; `errors` names the fields."""

    code = "identity.job_platform_employer_unusable"
    title = "就业平台的单位信息未能带入"
    remedy = "请在网签平台直接填写单位信息；或在国家大学生就业服务平台更正后重新登录。"


class Outcome(StrEnum):
    """What a return from the job platform came to."""

    SIGNED_IN = "signed_in"
    REGISTERED = "registered"
    LINKED = "linked"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "signed_in": "已通过就业平台账号登录",
            "registered": "已用就业平台账号开通网签平台账号",
            "linked": "已关联就业平台账号",
        }[self.value]


class NextStep(StrEnum):
    """What is left to do for the user's employer."""

    NOTHING = "nothing"
    UPGRADE = "upgrade"
    VERIFY = "verify"
    FILL_IN = "fill_in"
    JOIN = "join"

    @property
    def label(self) -> str:
        """What the screen says."""
        return {
            "nothing": "单位信息以网签平台为准，无需操作",
            "upgrade": "补传网签授权书并提交审核（就业平台已核验单位证照）",
            "verify": "核对单位信息后提交单位认证",
            "fill_in": "填写单位信息",
            "join": "申请加入已在网签平台的单位，或与本单位同事核对",
        }[self.value]


@dataclass(frozen=True)
class VerifiedThere:
    """Under which name and code the job platform has verified an employer."""

    name: str
    uscc: str


def agrees(verified: VerifiedThere | None, name: str, uscc: str) -> bool:
    """Whether an employer is the one that was verified."""
    return verified is not None and (verified.name, verified.uscc) == (name, uscc)


def why_not_change_fields(verified: VerifiedThere | None, name: str, uscc: str) -> Problem | None:
    """Why name and code cannot be these; None when they can."""
    if verified is None or agrees(verified, name, uscc):
        return None
    return VerifiedFieldsLocked(who_can_change=f"{JOB_PLATFORM}（更正信息），或用户本人（解除关联）")


def why_not_upgrade(verified: VerifiedThere | None, name: str, uscc: str) -> Problem | None:
    """Why the letter alone is not enough for this employer; None when it is (guides/000 §2)."""
    if agrees(verified, name, uscc):
        return None
    detail = "就业平台没有核验过本单位，或核验的单位名称、统一社会信用代码与网签平台不一致。"
    return NotFromJobPlatform(detail, who_can_change=USER)


def why_not_link(*, linked: bool) -> Problem | None:
    """Why an account cannot be linked; None when it can."""
    return AlreadyLinked(who_can_change=USER) if linked else None


def why_not_unlink(*, linked: bool, has_password: bool) -> Problem | None:
    """Why a link cannot be taken apart; None when it can."""
    if not linked:
        return NotLinked(who_can_change=USER)
    return None if has_password else PasswordNeeded(who_can_change=USER)


def unusable(faults: Sequence[FieldFault], labels: Mapping[str, str]) -> EmployerDataUnusable:
    """Why the employer's data were not taken over, field by field.

    Args:
        labels: of the fields, as screens name them.
    """
    said = "；".join(f"{labels.get(fault.field, fault.field)}：{fault.reason}" for fault in faults)
    return EmployerDataUnusable(f"{said}。", who_can_change=USER, errors=list(faults))
