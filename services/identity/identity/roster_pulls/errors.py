"""What can go wrong with pulls."""

from common.errors import Conflict, Forbidden, NotFound


class PullRunning(Conflict):
    """One pull at a time for a school."""

    code = "identity.roster_pull_running"
    title = "名单正在同步"
    remedy = "请等待本次同步完成后再试；在同步记录中可以查看进度。"


class PullNeedsWholeSchool(Forbidden):
    """A pull concerns all graduates of the school, so who sees only part of them cannot begin or read it."""

    code = "identity.roster_pull_needs_whole_school"
    title = "您的数据权限不包括全校毕业生"
    remedy = "请由数据权限为“全部”的学校用户同步名单；数据权限在就业管理系统中设置。"


class PullNotFound(NotFound):
    """No such pull of this school."""

    code = "identity.roster_pull_not_found"
    title = "没有找到该次同步"


class StillListedAtSource(Conflict):
    """The employment system has the graduate on its list: the next full pull would bring the row back."""

    code = "identity.graduate_still_listed"
    title = "该毕业生仍在就业管理系统的名单中"
    remedy = "请先在就业管理系统中将该生移出应届毕业生名单，再同步名单。"
