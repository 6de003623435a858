"""What can go wrong with the roster."""

from common.errors import Conflict, NotFound


class GraduateNotFound(NotFound):
    """No such graduate on a roster that the asker may see."""

    code = "identity.graduate_not_found"
    title = "没有找到该毕业生"
    remedy = "请核对届别和查询条件；院系用户只能查看本院系的毕业生。"


class AlreadyRemoved(Conflict):
    """The graduate is not on the list any more."""

    code = "identity.graduate_already_removed"
    title = "该毕业生已不在名单中"
