"""What can go wrong with read copies."""

from common.errors import Unavailable


class RosterNotHere(Unavailable):
    """Identity knows the graduate and its event has not arrived yet."""

    code = "destinations.roster_not_here"
    title = "您的学生信息正在同步"
    remedy = "请稍后重试；若持续出现此提示，请联系学校就业部门。"
