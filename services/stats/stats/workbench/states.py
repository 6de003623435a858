"""The tabs of an employer's workbench with the guides' labels (guides/000 §3 to §8), pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from stats.counting.states.statuses import Status


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
        {
            Status.AWAITING_GRADUATE: "等待学生应约",
            Status.IN_REVIEW: "学生已应约提交审核中",
            Status.CORRECTION: "退回修改 等待单位修改",
            Status.CONFIRMING: "单位已修改 等待学生确认",
            Status.SHEET_IN_REVIEW: "就业协议审核中",
            Status.SHEET_RETURNED: "退回修改",
            Status.SHEET_PASSED: "就业协议审核通过",
            Status.COPY_IN_REVIEW: "签约审核中",
            Status.COPY_REFUSED: "签约审核不通过",
            Status.SUPPLEMENT_IN_REVIEW: "签约审核中",
            Status.SUPPLEMENT_DRAFT: "撤回修改",
            Status.SUPPLEMENT_RETURNED: "退回修改",
        },
    ),
    Tab("signed", "已签约", {Status.SIGNED: "签约审核通过", Status.SUPPLEMENT_SIGNED: "签约审核通过"}),
    Tab(
        "failed",
        "签约失败",
        {
            Status.DECLINED: "学生已拒绝签约 签约失败",
            Status.EXPIRED: "签约邀请逾期未回应 签约失败",
            Status.REJECTED: "签约审核不通过",
            Status.WITHDRAWN: "单位已撤回邀请 签约失败",
            Status.SHEET_REJECTED: "就业协议审核不通过",
            Status.SUPPLEMENT_REJECTED: "签约审核不通过",
            Status.DISCARDED: "学生已撤回",
        },
    ),
    Tab(
        "rescinding",
        "解约中",
        {
            Status.RESCISSION_AWAITING_GRADUATE: "单位发起解约 等待学生应约",
            Status.RESCISSION_AWAITING_EMPLOYER: "学生发起解约等待单位应约",
            Status.RESCISSION_IN_REVIEW: "已同意解约等待学校(学院)审核",
            Status.RESCISSION_REQUESTED: "解约中",
            Status.RESCISSION_RETURNED: "解约退回修改",
        },
    ),
    Tab("rescinded", "已解约", {Status.RESCINDED: "解约通过"}),
    Tab(
        "rescission_failed",
        "解约失败",
        {
            Status.RESCISSION_DECLINED_BY_GRADUATE: "学生拒绝解约 解约失败",
            Status.RESCISSION_DECLINED_BY_EMPLOYER: "单位拒绝解约 解约失败",
            Status.RESCISSION_REJECTED: "解约不通过",
        },
    ),
    Tab("voided", "已作废", {Status.VOIDED: "已作废"}),
    Tab("invalid", "失效", {Status.INVALIDATED: "失效"}),
)
