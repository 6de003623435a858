"""What can go wrong with the roster."""

from common.errors import Invalid, NotFound


class RosterRefused(Invalid):
    """The file has faults, so nothing of it was taken over. `errors` names each row and column."""

    code = "identity.roster_refused"
    title = "学生名单未导入：文件中有错误"
    remedy = "请按提示修改后重新上传整个文件；本次没有导入任何数据。"


class GraduateNotFound(NotFound):
    """No such graduate on a roster that the asker may see."""

    code = "identity.graduate_not_found"
    title = "没有找到该毕业生"
    remedy = "请核对届别和查询条件；院系用户只能查看本院系的毕业生。"
