"""认证: the words of an employer's verification (guides/000 §2; the labels follow domain §6.11)."""

from enum import StrEnum


class VerificationStatus(StrEnum):
    """Where an employer stands."""

    UNVERIFIED = "unverified"
    MATERIAL_REVIEW = "material_review"
    REMITTING = "remitting"
    AWAITING_AMOUNT = "awaiting_amount"
    REMITTANCE_FAILED = "remittance_failed"
    AMOUNT_FAILED = "amount_failed"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"

    @property
    def label(self) -> str:
        """What people see."""
        return {
            "unverified": "未认证",
            "material_review": "材料审核中",
            "remitting": "待汇款",
            "awaiting_amount": "已汇款待填金额",
            "remittance_failed": "汇款失败",
            "amount_failed": "金额错误",
            "approved": "审核通过",
            "rejected": "审核不通过",
            "suspended": "已暂停",
        }[self.value]


class SubmissionStatus(StrEnum):
    """What became of one submission. Suspending and reinstating concern the employer, not what it once handed in."""

    MATERIAL_REVIEW = "material_review"
    REMITTING = "remitting"
    AWAITING_AMOUNT = "awaiting_amount"
    REMITTANCE_FAILED = "remittance_failed"
    AMOUNT_FAILED = "amount_failed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What people see."""
        return "已撤回" if self is SubmissionStatus.WITHDRAWN else VerificationStatus(self.value).label


OPEN = (SubmissionStatus.MATERIAL_REVIEW, SubmissionStatus.REMITTING, SubmissionStatus.AWAITING_AMOUNT)
"""Somebody still has to do something about the submission; an employer has one of these at most."""


class VerificationMethod(StrEnum):
    """How an employer proves itself (guides/000 §2)."""

    MATERIAL = "material"
    REMITTANCE = "remittance"
    UPGRADE = "upgrade"
    """An employer of the national job platform adds only the letter."""

    @property
    def label(self) -> str:
        """The guide's words."""
        return {
            "material": "上传材料认证方式",
            "remittance": "对公账号汇款认证方式",
            "upgrade": "国家大学生就业服务平台单位升级",
        }[self.value]


class VerificationAction(StrEnum):
    """What can be done, or happens."""

    SUBMIT_MATERIAL = "submit_material"
    SUBMIT_ACCOUNT = "submit_account"
    SUBMIT_UPGRADE = "submit_upgrade"
    WITHDRAW = "withdraw"
    PAY = "pay"
    FAIL_PAYMENT = "fail_payment"
    ENTER_AMOUNT = "enter_amount"
    USE_UP_ANSWERS = "use_up_answers"
    EXPIRE = "expire"
    APPROVE = "approve"
    REJECT = "reject"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"

    @property
    def label(self) -> str:
        """What the button, or the history, says."""
        return {
            "submit_material": "提交认证材料",
            "submit_account": "提交对公账号",
            "submit_upgrade": "提交网签授权书",
            "withdraw": "撤回汇款认证",
            "pay": "汇款成功",
            "fail_payment": "汇款失败",
            "enter_amount": "填写汇款金额",
            "use_up_answers": "金额错误次数已用完",
            "expire": "填写金额逾期",
            "approve": "审核通过",
            "reject": "审核不通过",
            "suspend": "暂停单位",
            "reinstate": "恢复单位",
        }[self.value]


AFTER = {
    VerificationAction.WITHDRAW: SubmissionStatus.WITHDRAWN,
    VerificationAction.REJECT: SubmissionStatus.REJECTED,
}
"""Where a submission does not end where its employer does."""


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


class FailureReason(StrEnum):
    """Why a remittance did not prove the employer: what the bank says, or how the amount was answered."""

    WRONG_ACCOUNT = "wrong_account"
    NAME_MISMATCH = "name_mismatch"
    ACCOUNT_CLOSED = "account_closed"
    RETURNED = "returned"
    BANK_REFUSED = "bank_refused"
    WRONG_AMOUNT = "wrong_amount"
    TOO_LATE = "too_late"

    @property
    def label(self) -> str:
        """What the employer reads, with what to look at."""
        return {
            "wrong_account": "对公账号不存在或与开户行不符，请核对账号与开户行名称",
            "name_mismatch": "对公账号的户名与单位名称不一致，请核对单位名称，或改用单位自己的账号",
            "account_closed": "对公账号已销户或已冻结，请改用其他对公账号",
            "returned": "汇款被收款银行退回，请向开户行核实该账号能否入账",
            "bank_refused": "银行未能办理该笔汇款，请核对账号与开户行名称",
            "wrong_amount": "汇款金额填写错误次数已用完",
            "too_late": "未在规定期限内填写汇款金额",
        }[self.value]

    @classmethod
    def of_bank(cls, code: str | None) -> "FailureReason":
        """The bank's code; one that we do not know tells the employer no more than that it did not work."""
        known = {cls.WRONG_ACCOUNT, cls.NAME_MISMATCH, cls.ACCOUNT_CLOSED, cls.RETURNED}
        return next((reason for reason in known if reason == code), cls.BANK_REFUSED)


class SuspensionReason(StrEnum):
    """Why the centre suspends an employer; a text is added."""

    LETTER_NOT_ACCEPTED = "letter_not_accepted"
    DATA_UNTRUE = "data_untrue"
    NOT_OPERATING = "not_operating"
    COMPLAINT = "complaint_confirmed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What the employer reads."""
        return {
            "letter_not_accepted": "网签授权书核查不合格",
            "data_untrue": "单位信息不实",
            "not_operating": "单位非正常经营",
            "complaint_confirmed": "投诉举报经核实",
            "other": "其他",
        }[self.value]


class LetterCheck(StrEnum):
    """The later check of a letter that no reviewer has seen (decisions, Employer verification)."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """What the centre sees."""
        return {"pending": "待核查", "passed": "核查合格", "failed": "核查不合格"}[self.value]


def reason_label(code: str) -> str:
    """The words of a reason, whichever list it is from; 其他 means the same in all."""
    for reasons in (RejectionReason, FailureReason, SuspensionReason):
        found = next((reason.label for reason in reasons if reason == code), None)
        if found is not None:
            return found
    return code
