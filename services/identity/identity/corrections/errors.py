"""What can go wrong with a correction of an employer's data."""

from common.errors import Conflict, Invalid, NotFound


class CorrectionNotFound(NotFound):
    """There is no such request, or it is another employer's."""

    code = "identity.correction_not_found"
    title = "没有找到该更正申请"
    remedy = "请返回更正申请列表，刷新后重新打开。"


class CorrectionOpen(Conflict):
    """One request at a time."""

    code = "identity.correction_open"
    title = "已有一份更正申请待审核"
    remedy = "请等待审核结果；如需改动，请先撤回该申请再重新提交。"


class AlreadyAnswered(Conflict):
    """Somebody has decided before, or the employer has withdrawn it."""

    code = "identity.correction_already_answered"
    title = "该更正申请已结束"
    remedy = "请刷新后查看结果。"


class HeldByAnother(Conflict):
    """Another reviewer is working on it."""

    code = "identity.correction_held_by_another"
    title = "该更正申请已由他人领取"
    remedy = "请审核其他申请，或等待领取人释放。"


class CorrectionOutdated(Conflict):
    """The fields in question have changed since the request was made."""

    code = "identity.correction_outdated"
    title = "申请更正的信息在提交后已发生变化"
    remedy = "请审核不通过并说明原因，由单位按最新信息重新提交。"


class ProofNotFound(NotFound):
    """No such upload, or another employer's, or one made for something else."""

    code = "identity.correction_proof_not_found"
    title = "没有找到证明材料"
    remedy = "请先以本单位账号、按用途“单位信息更正证明材料”上传文件，再提交申请；刚上传的文件请稍候几秒重试。"


class NothingGiven(Invalid):
    """A correction without a field."""

    code = "identity.correction_without_changes"
    title = "没有填写需要更正的内容"
