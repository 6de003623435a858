"""The words of online signing: statuses with the guides' exact labels, tabs, actions, reasons."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """签约类型: how an agreement came about."""

    ONLINE = "online"

    @property
    def label(self) -> str:
        """As screens and agreements print it."""
        return "线上签约"


class Audience(StrEnum):
    """Whose screen it is: the guides call one state by three names."""

    EMPLOYER = "employer"
    SCHOOL = "school"
    GRADUATE = "graduate"


class Tab(StrEnum):
    """Where an employer finds it (guides/000 §4)."""

    SIGNING = "signing"
    SIGNED = "signed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The tab's name."""
        return {"signing": "签约中", "signed": "已签约", "failed": "签约失败"}[self.value]


class Status(StrEnum):
    """Where an agreement stands. In review, the step says whose turn it is."""

    AWAITING_GRADUATE = "awaiting_graduate"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"
    REJECTED = "rejected"

    @property
    def tab(self) -> Tab:
        """The tab it is listed under."""
        return _TABS[self]

    @property
    def moved_by(self) -> str:
        """Who can change that it stands so."""
        return _MOVED_BY[self]

    def label(self, audience: Audience) -> str:
        """The guides' exact words for this reader; the part after a space is the outcome, on a second line."""
        return getattr(_LABELS[self], audience.value)


LIVE = (Status.IN_REVIEW, Status.SIGNED)
"""A graduate has at most one agreement in these (guides/004 §4.2 (1))."""


class _Labels(NamedTuple):
    employer: str
    school: str
    graduate: str


_IN_REVIEW = "学生已同意签约 等待学校(学院)审核"
_LABELS = {
    # guides/000 §5.2 for employers, guides/003 fig 9 for schools; graduates read what schools read.
    Status.AWAITING_GRADUATE: _Labels("等待学生应约", "单位发起邀请 等待学生应约", "单位发起邀请 等待学生应约"),
    Status.IN_REVIEW: _Labels("学生已应约提交审核中", _IN_REVIEW, _IN_REVIEW),
    Status.SIGNED: _Labels("签约审核通过", "签约审核通过", "签约审核通过"),
    Status.DECLINED: _Labels("学生已拒绝签约 签约失败", "学生已拒绝签约 签约失败", "学生已拒绝签约 签约失败"),
    Status.EXPIRED: _Labels(
        "签约邀请逾期未回应 签约失败", "签约邀请逾期未回应 签约失败", "签约邀请逾期未回应 签约失败"
    ),
    Status.REJECTED: _Labels("签约审核不通过", "签约审核不通过", "签约审核不通过"),
}
_AGAIN = "用人单位，可再次发起签约邀请"
_MOVED_BY = {
    Status.AWAITING_GRADUATE: "毕业生，可接受或拒绝",
    Status.IN_REVIEW: "学校（院系）审核人员",
    Status.SIGNED: "签约双方协商解约，由学校审核",
    Status.DECLINED: _AGAIN,
    Status.EXPIRED: _AGAIN,
    Status.REJECTED: _AGAIN,
}
_TABS = {
    Status.AWAITING_GRADUATE: Tab.SIGNING,
    Status.IN_REVIEW: Tab.SIGNING,
    Status.SIGNED: Tab.SIGNED,
    Status.DECLINED: Tab.FAILED,
    Status.EXPIRED: Tab.FAILED,
    Status.REJECTED: Tab.FAILED,
}


class Action(StrEnum):
    """What can be done to an agreement."""

    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    PASS = "pass"  # noqa: S105 - a reviewer's word, not a password
    REJECT = "reject"

    def label(self, review_word: str) -> str:
        """What buttons and the timeline say; `review_word` is 审核 or 鉴证, by the agreement's type."""
        return _ACTIONS[self].format(word=review_word)


_ACTIONS = {
    Action.INVITE: "发起签约邀请",
    Action.ACCEPT: "接受",
    Action.DECLINE: "拒绝",
    Action.EXPIRE: "逾期未回应",
    Action.PASS: "{word}通过",
    Action.REJECT: "{word}不通过",
}


class RejectReason(StrEnum):
    """审核不通过原因, the list to choose from (guides/003 fig 11)."""

    EMPLOYER_DATA_WRONG = "employer_data_wrong"
    EMPLOYER_NOT_OPERATING = "employer_not_operating"
    EMPLOYER_ON_WARNING_LIST = "employer_on_warning_list"
    JOB_NOT_TRUE = "job_not_true"
    GRADUATE_DATA_WRONG = "graduate_data_wrong"
    RELOCATION_DATA_WRONG = "relocation_data_wrong"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the list shows it."""
        return _REJECT_REASONS[self]


_REJECT_REASONS = {
    RejectReason.EMPLOYER_DATA_WRONG: "单位信息不准确",
    RejectReason.EMPLOYER_NOT_OPERATING: "单位非正常经营",
    RejectReason.EMPLOYER_ON_WARNING_LIST: "单位为预警单位",
    RejectReason.JOB_NOT_TRUE: "岗位信息不真实",
    RejectReason.GRADUATE_DATA_WRONG: "学生信息有误",
    RejectReason.RELOCATION_DATA_WRONG: "户档信息有误",
    RejectReason.OTHER: "其他",
}
