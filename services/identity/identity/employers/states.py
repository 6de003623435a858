"""单位信息: when the employer's users may change it, and how long a draft keeps a USCC from others. Pure."""

from datetime import datetime, timedelta

from identity.verification.states import VerificationStatus

CUSTOMER_SERVICE = "企业客服 010-67410355"
"""Who changes an employer's data after approval (guides/000 §11)."""

_LOCKED = {
    VerificationStatus.MATERIAL_REVIEW: "单位信息正在审核中,审核结束前不能修改",
    VerificationStatus.APPROVED: "单位信息已通过审核,不能自行修改",
}


def why_not_change(status: VerificationStatus) -> str | None:
    """Why the employer's users may not change its data now; None when they may."""
    return _LOCKED.get(status)


def gives_way(status: VerificationStatus, saved_at: datetime, now: datetime, holds: timedelta) -> bool:
    """Whether another account may use this employer's USCC: it was filled in, not submitted, and left lying.

    Otherwise a typing error, or somebody who fills in what is not theirs, would keep the real employer out for good.
    """
    return why_not_change(status) is None and saved_at + holds <= now
