"""What can go wrong with a verification."""

from common.errors import Conflict, NotFound
from identity.verification.states import VerificationStatus


class NothingToSubmit(Conflict):
    """Already under review, or already approved."""

    code = "identity.verification_not_open"
    title = "当前状态下不能提交认证材料"


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


class AlreadyDecided(Conflict):
    """Somebody has decided before; the detail says who, when and how."""

    code = "identity.verification_already_decided"
    title = "该认证申请已审核"
    remedy = "请刷新后查看审核结果。"


def already_decided(status: VerificationStatus) -> AlreadyDecided:
    """Why a decided submission has no further action. After a rejection the employer can submit again."""
    who = "该单位用户（更正后重新提交）" if status is VerificationStatus.REJECTED else None
    return AlreadyDecided(f"该申请的审核结果为“{status.label}”。", who_can_change=who)
