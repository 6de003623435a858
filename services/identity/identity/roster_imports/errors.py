"""What can go wrong with a workbook."""

from common.errors import Conflict, Invalid, NotFound


class RosterRefused(Invalid):
    """The file has faults, so nothing of it was taken over. `errors` names each row and column."""

    code = "identity.roster_refused"
    title = "学生名单未导入：文件中有错误"
    remedy = "请按提示修改后重新上传整个文件；本次没有导入任何数据。"


class RehearsalNotFound(NotFound):
    """It was another user's, or it is over."""

    code = "identity.rehearsal_not_found"
    title = "没有找到该次校验"
    remedy = "校验结果只对本人保留24小时，请重新上传文件校验。"


class RehearsalHasFaults(Conflict):
    """Nothing of a workbook with faults is taken over."""

    code = "identity.rehearsal_has_faults"
    title = "该文件校验未通过，不能导入"
    remedy = "请下载校验结果，按“校验结果”列修改后重新上传。"
