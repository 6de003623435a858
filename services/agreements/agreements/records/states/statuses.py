"""The words of an agreement's life: kinds, statuses with the guides' exact labels, tabs.

签约状态 is one column for signing, rescission and every ending (guides/003 fig 17): one status says where an agreement
stands. Which process moves it is written in the `states` of that process.
"""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """签约类型: how an agreement came about."""

    ONLINE = "online"
    OFFLINE = "offline"
    SUPPLEMENT = "supplement"

    @property
    def label(self) -> str:
        """As screens and agreements print it (guides/003 fig 10)."""
        return {"online": "线上签约", "offline": "线下签约", "supplement": "补登"}[self.value]

    @property
    def initiator(self) -> str:
        """签约发起方 (guides/003 fig 7)."""
        return "单位" if self is Kind.ONLINE else "学生"


class Audience(StrEnum):
    """Whose screen it is: the guides call one state by three names."""

    EMPLOYER = "employer"
    SCHOOL = "school"
    GRADUATE = "graduate"


class Tab(StrEnum):
    """Where an employer finds it (guides/000 §4); 学生收藏夹, the first tab, is a list of its own."""

    SIGNING = "signing"
    SIGNED = "signed"
    FAILED = "failed"
    RESCINDING = "rescinding"
    RESCINDED = "rescinded"
    RESCISSION_FAILED = "rescission_failed"
    VOIDED = "voided"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        """The tab's name."""
        return _TAB_LABELS[self]


class Status(StrEnum):
    """Where an agreement stands. In a review, the step says whose turn it is."""

    # Online (guides/000 §5)
    AWAITING_GRADUATE = "awaiting_graduate"
    IN_REVIEW = "in_review"
    CORRECTION = "correction"
    CONFIRMING = "confirming"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    # Offline (guides/003 §5.2)
    SHEET_IN_REVIEW = "sheet_in_review"
    SHEET_RETURNED = "sheet_returned"
    SHEET_REJECTED = "sheet_rejected"
    SHEET_PASSED = "sheet_passed"
    COPY_IN_REVIEW = "copy_in_review"
    COPY_REFUSED = "copy_refused"
    # Supplement (guides/003 §6, 004 §7)
    SUPPLEMENT_IN_REVIEW = "supplement_in_review"
    SUPPLEMENT_DRAFT = "supplement_draft"
    SUPPLEMENT_RETURNED = "supplement_returned"
    SUPPLEMENT_REJECTED = "supplement_rejected"
    # Given up by the graduate before it was signed: offline and supplement
    DISCARDED = "discarded"
    # It stands
    SIGNED = "signed"
    # It stands, and somebody wants it rescinded, or wanted to (guides/003 §7, 004 §5 and §6)
    RESCISSION_AWAITING_GRADUATE = "rescission_awaiting_graduate"
    RESCISSION_AWAITING_EMPLOYER = "rescission_awaiting_employer"
    RESCISSION_IN_REVIEW = "rescission_in_review"
    RESCISSION_REQUESTED = "rescission_requested"
    RESCISSION_RETURNED = "rescission_returned"
    RESCISSION_DECLINED_BY_GRADUATE = "rescission_declined_by_graduate"
    RESCISSION_DECLINED_BY_EMPLOYER = "rescission_declined_by_employer"
    RESCISSION_REJECTED = "rescission_rejected"
    # It stood once
    RESCINDED = "rescinded"
    VOIDED = "voided"
    INVALIDATED = "invalidated"

    @property
    def tab(self) -> Tab:
        """The tab it is listed under."""
        return _FACTS[self].tab

    def moved_by(self, kind: Kind, *, typed_in: bool = False) -> str:
        """Who can change that an agreement of this kind stands so: on paper the graduate alone (guides/004 §6), and
        never an employer without an account, which the graduate has typed in.
        """
        typed = _MOVED_WITH_TYPED_IN.get(self) if typed_in else None
        own = None if kind is Kind.ONLINE else _MOVED_ON_PAPER.get(self)
        return typed or own or _FACTS[self].moved_by

    def label(self, audience: Audience) -> str:
        """The guides' exact words for this reader; the part after a space is the outcome, on a second line."""
        facts = _FACTS[self]
        own = {Audience.EMPLOYER: facts.employer, Audience.GRADUATE: facts.graduate}.get(audience)
        return own or facts.label


STANDING = (
    Status.SIGNED,
    Status.RESCISSION_AWAITING_GRADUATE,
    Status.RESCISSION_AWAITING_EMPLOYER,
    Status.RESCISSION_IN_REVIEW,
    Status.RESCISSION_REQUESTED,
    Status.RESCISSION_RETURNED,
    Status.RESCISSION_DECLINED_BY_GRADUATE,
    Status.RESCISSION_DECLINED_BY_EMPLOYER,
    Status.RESCISSION_REJECTED,
)
"""签约仍有效: the agreement binds, whatever was asked since (guides/003 §7)."""
LIVE = (
    Status.IN_REVIEW,
    Status.CORRECTION,
    Status.CONFIRMING,
    Status.SHEET_IN_REVIEW,
    Status.SHEET_PASSED,
    Status.COPY_IN_REVIEW,
    Status.COPY_REFUSED,
    Status.SUPPLEMENT_IN_REVIEW,
    *STANDING,
)
"""A graduate has at most one agreement in these (guides/004 §4.2 (1)). What was returned to the graduate, or withdrawn
into a draft, keeps nobody from signing; sending it again asks anew."""
RETURNED = frozenset(
    {
        Status.CORRECTION,
        Status.CONFIRMING,
        Status.SHEET_RETURNED,
        Status.COPY_REFUSED,
        Status.SUPPLEMENT_RETURNED,
    }
)
"""Returned for correction, until a review begins again: what the reviewer has marked and said is read in these alone.
Rescissions keep their own."""
IN_REVIEWS = frozenset(
    {
        Status.IN_REVIEW,
        Status.SHEET_IN_REVIEW,
        Status.COPY_IN_REVIEW,
        Status.SUPPLEMENT_IN_REVIEW,
        Status.RESCISSION_IN_REVIEW,
        Status.RESCISSION_REQUESTED,
    }
)
"""Where department and school have their turns; these have a review step, no other has."""


class _Facts(NamedTuple):
    tab: Tab
    label: str
    moved_by: str
    employer: str | None = None
    """Where the employer's screen has other words."""
    graduate: str | None = None


_REVIEWERS = "学校（院系）审核人员"
_AGAIN = "用人单位，可再次发起签约邀请"
_ANEW = "毕业生，可重新填写并提交"
_BOTH = "签约双方协商解约，由学校审核"
_EDITS = "毕业生，修改后重新提交"
_NOBODY = "无人可以改变；可由用人单位重新发起签约邀请"
_NOBODY_ON_PAPER = "无人可以改变；毕业生可重新填写并提交"
_FAILED_AGAIN = "签约仍有效；任何一方可再次申请解约"
_IN_REVIEW = "学生已同意签约 等待学校(学院)审核"
_FACTS = {
    # guides/000 §5.2 for employers, guides/003 fig 9 for schools; graduates read what schools read.
    Status.AWAITING_GRADUATE: _Facts(
        Tab.SIGNING, "单位发起邀请 等待学生应约", "毕业生，可接受或拒绝", employer="等待学生应约"
    ),
    Status.IN_REVIEW: _Facts(Tab.SIGNING, _IN_REVIEW, _REVIEWERS, employer="学生已应约提交审核中"),
    Status.CORRECTION: _Facts(Tab.SIGNING, "退回修改 等待单位修改", "用人单位，修改后提交"),
    Status.CONFIRMING: _Facts(Tab.SIGNING, "单位已修改 等待学生确认", "毕业生，确认或不同意修改"),
    Status.DECLINED: _Facts(Tab.FAILED, "学生已拒绝签约 签约失败", _AGAIN),
    Status.EXPIRED: _Facts(Tab.FAILED, "签约邀请逾期未回应 签约失败", _AGAIN),
    Status.WITHDRAWN: _Facts(Tab.FAILED, "单位已撤回邀请 签约失败", _AGAIN),
    Status.REJECTED: _Facts(Tab.FAILED, "签约审核不通过", _AGAIN),
    # guides/003 §5.2
    Status.SHEET_IN_REVIEW: _Facts(Tab.SIGNING, "就业协议审核中", _REVIEWERS),
    Status.SHEET_RETURNED: _Facts(Tab.SIGNING, "退回修改", _EDITS),
    Status.SHEET_REJECTED: _Facts(Tab.FAILED, "就业协议审核不通过", _ANEW),
    Status.SHEET_PASSED: _Facts(Tab.SIGNING, "就业协议审核通过", "毕业生或用人单位，上传盖章的就业协议"),
    Status.COPY_IN_REVIEW: _Facts(Tab.SIGNING, "签约审核中", _REVIEWERS),
    Status.COPY_REFUSED: _Facts(Tab.SIGNING, "签约审核不通过", "毕业生或用人单位，重新上传盖章的就业协议"),
    # guides/003 §6, 004 §7
    Status.SUPPLEMENT_IN_REVIEW: _Facts(Tab.SIGNING, "签约审核中", _REVIEWERS),
    Status.SUPPLEMENT_DRAFT: _Facts(Tab.SIGNING, "撤回修改", _EDITS),
    Status.SUPPLEMENT_RETURNED: _Facts(Tab.SIGNING, "退回修改", _EDITS),
    Status.SUPPLEMENT_REJECTED: _Facts(Tab.FAILED, "签约审核不通过", _ANEW),
    Status.DISCARDED: _Facts(Tab.FAILED, "学生已撤回", _ANEW),
    Status.SIGNED: _Facts(Tab.SIGNED, "签约审核通过", _BOTH),
    # guides/003 §7 and fig 17, 19; guides/004 fig 14 for the graduate
    Status.RESCISSION_AWAITING_GRADUATE: _Facts(
        Tab.RESCINDING,
        "单位发起解约 等待学生应约",
        "毕业生，可同意或不同意解约",
        graduate="单位发起解约 等待应约",
    ),
    Status.RESCISSION_AWAITING_EMPLOYER: _Facts(
        Tab.RESCINDING, "学生发起解约等待单位应约", "用人单位，可同意或不同意解约"
    ),
    Status.RESCISSION_IN_REVIEW: _Facts(Tab.RESCINDING, "已同意解约等待学校(学院)审核", _REVIEWERS),
    Status.RESCISSION_REQUESTED: _Facts(Tab.RESCINDING, "解约中", _REVIEWERS),
    Status.RESCISSION_RETURNED: _Facts(Tab.RESCINDING, "解约退回修改", _EDITS),
    Status.RESCISSION_DECLINED_BY_GRADUATE: _Facts(Tab.RESCISSION_FAILED, "学生拒绝解约 解约失败", _FAILED_AGAIN),
    Status.RESCISSION_DECLINED_BY_EMPLOYER: _Facts(Tab.RESCISSION_FAILED, "单位拒绝解约 解约失败", _FAILED_AGAIN),
    Status.RESCISSION_REJECTED: _Facts(Tab.RESCISSION_FAILED, "解约不通过", _FAILED_AGAIN),
    Status.RESCINDED: _Facts(Tab.RESCINDED, "解约通过", _NOBODY),
    Status.VOIDED: _Facts(Tab.VOIDED, "已作废", _NOBODY),
    Status.INVALIDATED: _Facts(Tab.INVALID, "失效", "毕业生所在学校，更正学生名单后可重新签约"),
}
_MOVED_ON_PAPER = {
    Status.SIGNED: "毕业生，与用人单位协商后申请解约，由学校审核",
    Status.RESCISSION_REJECTED: "签约仍有效；毕业生可再次申请解约",
    Status.RESCINDED: _NOBODY_ON_PAPER,
    Status.VOIDED: _NOBODY_ON_PAPER,
}
_MOVED_WITH_TYPED_IN = {
    Status.SHEET_PASSED: "毕业生，上传盖章的就业协议",
    Status.COPY_REFUSED: "毕业生，重新上传盖章的就业协议",
}
_TAB_LABELS = {
    Tab.SIGNING: "签约中",
    Tab.SIGNED: "已签约",
    Tab.FAILED: "签约失败",
    Tab.RESCINDING: "解约中",
    Tab.RESCINDED: "已解约",
    Tab.RESCISSION_FAILED: "解约失败",
    Tab.VOIDED: "已作废",
    Tab.INVALID: "失效",
}
