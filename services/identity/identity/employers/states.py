"""单位信息: when the employer's users may change it, and how long a draft keeps a USCC from others. Pure."""

from datetime import datetime, timedelta

from common.auth.actors import EmployerUser
from common.errors import Problem
from identity.employers.errors import EmployerDataLocked
from identity.verification.errors import NothingToSubmit
from identity.verification.states import VerificationAction, VerificationStatus, transition

CUSTOMER_SERVICE = "企业客服 010-67410355"
"""Who changes an employer's data after approval (guides/000 §11)."""

_LOCKED = {
    VerificationStatus.MATERIAL_REVIEW: "单位信息正在审核中，审核结束前不能修改。",
    VerificationStatus.APPROVED: "单位信息已通过审核，不能自行修改。",
}

PRIVATE_TYPES = ("民营", "私营", "集体", "个体")
OTHER_ENTERPRISE = "39"


def nature_warnings(employer_type: str | None, nature_code: str) -> list[str]:
    """What people often get wrong: a private firm's 单位性质 is 其他企业 (guides/000 §2)."""
    if nature_code == OTHER_ENTERPRISE or not any(word in (employer_type or "") for word in PRIVATE_TYPES):
        return []
    return ["民营企业、集体企业、个体工商户等的单位性质应选择“其他企业”，请核对"]


def why_not_change(status: VerificationStatus) -> Problem | None:
    """Why the employer's users may not change its data now; None when they may."""
    if status not in _LOCKED:
        return None
    remedy = "如信息有误，请联系企业客服更正。"
    return EmployerDataLocked(_LOCKED[status], remedy=remedy, who_can_change=CUSTOMER_SERVICE)


def why_not_submit(status: VerificationStatus) -> Problem | None:
    """Why the employer's users may not submit material now; None when they may."""
    if transition(status, VerificationAction.SUBMIT_MATERIAL, EmployerUser) is not None:
        return None
    who = "中心工作人员" if status is VerificationStatus.MATERIAL_REVIEW else CUSTOMER_SERVICE
    return NothingToSubmit(f"当前认证状态为“{status.label}”，无需再次提交。", who_can_change=who)


def gives_way(status: VerificationStatus, filled_in_at: datetime, now: datetime, holds: timedelta) -> bool:
    """Whether another account may use this employer's USCC: it was filled in, not submitted, and left lying.

    Otherwise a typing error, or somebody who fills in what is not theirs, would keep the real employer out for good.
    """
    return why_not_change(status) is None and filled_in_at + holds <= now
