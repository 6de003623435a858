"""What can go wrong when somebody asks about another."""

from common.errors import NotFound


class GraduateNotKnown(NotFound):
    """There is none, or not one of the reader's school, department or data scope."""

    code = "agreements.graduate_not_known"
    title = "没有找到该毕业生"
    remedy = "请确认该毕业生属于本校（本院系）；刚导入的名单请稍候再试。"
