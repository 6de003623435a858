"""What the inbox refuses."""

from common.errors import NotFound


class NoticeNotFound(NotFound):
    """There is no such notice, or it is addressed to somebody else."""

    code = "notifications.notice_not_found"
    title = "没有找到该消息"
    remedy = "请返回消息列表，刷新后重新打开。"
