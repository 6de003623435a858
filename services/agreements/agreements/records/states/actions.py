"""What can be done to an agreement, in all processes together: each history row names one of these."""

from enum import StrEnum


class Action(StrEnum):
    """One word per button; the address of the request is the same word with hyphens."""

    # Online signing
    INVITE = "invite"
    WITHDRAW_INVITATION = "withdraw_invitation"
    AMEND_INVITATION = "amend_invitation"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    CORRECT = "correct"
    CONFIRM_CORRECTION = "confirm_correction"
    REFUSE_CORRECTION = "refuse_correction"
    # Every review before an agreement stands
    PASS = "pass"  # noqa: S105 - a reviewer's word, not a password
    REJECT = "reject"
    RETURN = "return"
    # Offline signing
    SUBMIT_SHEET = "submit_sheet"
    RESUBMIT_SHEET = "resubmit_sheet"
    UPLOAD_COPY = "upload_copy"
    # Supplement
    SUBMIT_SUPPLEMENT = "submit_supplement"
    WITHDRAW_SUPPLEMENT = "withdraw_supplement"
    RESUBMIT_SUPPLEMENT = "resubmit_supplement"
    # Offline and supplement: the graduate gives it up
    DISCARD = "discard"
    # Rescission
    REQUEST_RESCISSION = "request_rescission"
    RESUBMIT_RESCISSION = "resubmit_rescission"
    WITHDRAW_RESCISSION = "withdraw_rescission"
    AGREE_RESCISSION = "agree_rescission"
    DECLINE_RESCISSION = "decline_rescission"
    FORCE_RESCISSION = "force_rescission"
    PASS_RESCISSION = "pass_rescission"  # noqa: S105
    RETURN_RESCISSION = "return_rescission"
    REJECT_RESCISSION = "reject_rescission"
    # Endings and amendments
    VOID = "void"
    INVALIDATE = "invalidate"
    AMEND = "amend"
    DISPUTE = "dispute"
    UPHOLD_DISPUTE = "uphold_dispute"
    DISMISS_DISPUTE = "dismiss_dispute"
    MOVE_DEPARTMENT = "move_department"

    def label(self, review_word: str) -> str:
        """What buttons and the timeline say; `review_word` is 审核 or 鉴证, by the agreement's type."""
        return _LABELS[self].format(word=review_word)


_LABELS = {
    Action.INVITE: "发起签约邀请",
    Action.WITHDRAW_INVITATION: "撤回邀请",
    Action.AMEND_INVITATION: "修改邀请",
    Action.ACCEPT: "接受",
    Action.DECLINE: "拒绝",
    Action.EXPIRE: "逾期未回应",
    Action.CORRECT: "提交修改",
    Action.CONFIRM_CORRECTION: "确认修改",
    Action.REFUSE_CORRECTION: "不同意修改",
    Action.PASS: "{word}通过",
    Action.REJECT: "{word}不通过",
    Action.RETURN: "退回修改",
    Action.SUBMIT_SHEET: "提交就业协议",
    Action.RESUBMIT_SHEET: "重新提交就业协议",
    Action.UPLOAD_COPY: "上传盖章协议",
    Action.SUBMIT_SUPPLEMENT: "提交补登",
    Action.WITHDRAW_SUPPLEMENT: "撤回修改",
    Action.RESUBMIT_SUPPLEMENT: "重新提交补登",
    Action.DISCARD: "撤回申请",
    Action.REQUEST_RESCISSION: "申请解约",
    Action.RESUBMIT_RESCISSION: "重新提交解约",
    Action.WITHDRAW_RESCISSION: "撤回解约申请",
    Action.AGREE_RESCISSION: "同意解约",
    Action.DECLINE_RESCISSION: "不同意解约",
    Action.FORCE_RESCISSION: "强制解约",
    Action.PASS_RESCISSION: "解约{word}通过",
    Action.RETURN_RESCISSION: "解约退回修改",
    Action.REJECT_RESCISSION: "解约{word}不通过",
    Action.VOID: "作废",
    Action.INVALIDATE: "失效",
    Action.AMEND: "学校修改签约信息",
    Action.DISPUTE: "这不是我签的",
    Action.UPHOLD_DISPUTE: "异议成立，作废",
    Action.DISMISS_DISPUTE: "异议不成立",
    Action.MOVE_DEPARTMENT: "毕业生院系变更",
}
