"""What can go wrong with a verification."""

from common.errors import Conflict, NotFound


class NothingToSubmit(Conflict):
    """The table lists no such action in the present status."""

    code = "identity.verification_not_open"
    title = "当前认证状态下不能进行此操作"


class FileNotFound(NotFound):
    """No such upload, or somebody else's."""

    code = "identity.file_not_found"
    title = "没有找到上传的文件"
    remedy = "请先以本单位账号上传文件，再用返回的文件编号提交；刚上传的文件请稍候几秒重试。"


class FileForAnotherPurpose(Conflict):
    """The upload was made for something else."""

    code = "identity.file_for_another_purpose"
    title = "文件的用途不符"
    remedy = "请按对应的用途重新上传该文件。"


class VerificationNotFound(NotFound):
    """There is no such verification."""

    code = "identity.verification_not_found"
    title = "没有找到该认证申请"
    remedy = "请返回认证记录，刷新后重新打开。"


class AlreadyDecided(Conflict):
    """Somebody has decided before; the detail says who, when and how."""

    code = "identity.verification_already_decided"
    title = "该认证申请已审核"
    remedy = "请刷新后查看审核结果。"


class ClaimedByAnother(Conflict):
    """Another reviewer has taken the submission up."""

    code = "identity.verification_claimed"
    title = "该认证申请正由他人审核"
    remedy = "请审核其他申请，或与领取人联系。"


class SuspendedBefore(Conflict):
    """The employer has been verified and suspended: a refusal sends it back to 已暂停."""

    code = "identity.suspended_before"
    title = "该单位曾通过认证并被暂停"


class NeverVerified(Conflict):
    """The employer was never verified."""

    code = "identity.never_verified"
    title = "该单位未曾通过认证"


class AccountTriedTooOften(Conflict):
    """The account number has been used as often as a month allows."""

    code = "identity.account_tried_too_often"
    title = "该对公账号本月的汇款认证次数已用完"
    remedy = "请使用上传材料认证方式，或于下月再试。"


class EmployerTriedTooOften(Conflict):
    """The employer has submitted accounts as often as a month allows."""

    code = "identity.employer_tried_remittance_too_often"
    title = "本单位本月的汇款认证次数已用完"
    remedy = "请使用上传材料认证方式，或于下月再试。"


class AmountWrong(Conflict):
    """Another amount was remitted; the try was counted."""

    code = "identity.amount_wrong"
    title = "汇款金额不正确"
    remedy = "请按银行流水中收到的金额填写，例如 0.37。"


class AnswersUsedUp(Conflict):
    """The last try was wrong; the attempt is over."""

    code = "identity.amount_answers_used_up"
    title = "汇款金额错误次数已用完"
    remedy = "请重新提交对公账号，或使用上传材料认证方式。"


class AmountTooLate(Conflict):
    """The days for the answer are over."""

    code = "identity.amount_too_late"
    title = "填写汇款金额的期限已过"
    remedy = "请重新提交对公账号，或使用上传材料认证方式。"


class StillTimeToAnswer(Conflict):
    """The clock comes too early."""

    code = "identity.still_time_to_answer"
    title = "填写汇款金额的期限未到"


class AnswersLeft(Conflict):
    """An attempt does not end while tries are left."""

    code = "identity.answers_left"
    title = "仍可填写汇款金额"


class LetterNotToCheck(Conflict):
    """The letter waits for no check: it was reviewed with the material, or has been checked."""

    code = "identity.letter_not_to_check"
    title = "该授权书无需核查"


class CallbackRefused(NotFound):
    """The signature of a bank's callback does not prove that the bank sent it; nothing is told to who forged it."""

    code = "identity.callback_refused"
    title = "没有找到"
