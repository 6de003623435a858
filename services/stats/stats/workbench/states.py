"""The tabs of an employer's workbench with the guides' labels (guides/000 §3 to §8), pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from stats.counting.states import Status


@dataclass(frozen=True)
class Tab:
    """One tab and the statuses listed under it; the part of a label after a space is on a second line."""

    code: str
    label: str
    statuses: Mapping[Status, str]


TABS = (
    Tab(
        "signing",
        "签约中",
        {Status.AWAITING_GRADUATE: "等待学生应约", Status.IN_REVIEW: "学生已应约提交审核中"},
    ),
    Tab("signed", "已签约", {Status.SIGNED: "签约审核通过"}),
    Tab(
        "failed",
        "签约失败",
        {
            Status.DECLINED: "学生已拒绝签约 签约失败",
            Status.EXPIRED: "签约邀请逾期未回应 签约失败",
            Status.REJECTED: "签约审核不通过",
        },
    ),
    # Nobody says anything yet that would be counted under these.
    Tab("rescinding", "解约中", {}),
    Tab("rescinded", "已解约", {}),
    Tab("rescission_failed", "解约失败", {}),
    Tab("voided", "已作废", {}),
    Tab("invalidated", "失效", {}),
)
