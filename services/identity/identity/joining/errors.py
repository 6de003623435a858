"""What can go wrong when somebody asks to join an employer."""

from common.errors import Conflict, NotFound, TooManyRequests


class JoinRequestNotFound(NotFound):
    """There is no such request, or it is none of the asker's business."""

    code = "identity.join_request_not_found"
    title = "没有找到该加入申请"
    remedy = "请返回加入申请列表，刷新后重新打开。"


class JoinRequestOpen(Conflict):
    """One request at a time."""

    code = "identity.join_request_open"
    title = "您已有一份加入申请待同意"
    remedy = "请等待答复；如需改为加入其他单位，请先撤回该申请。"


class JoinRequestAnswered(Conflict):
    """Somebody has answered before, or it was withdrawn."""

    code = "identity.join_request_answered"
    title = "该加入申请已结束"
    remedy = "请刷新后查看结果。"


class JoinRequestExpired(Conflict):
    """Nobody has answered in time."""

    code = "identity.join_request_expired"
    title = "该加入申请已过期"
    remedy = "请由申请人重新提交加入申请。"


class TooManyJoinRequests(TooManyRequests):
    """Each request tells the employer's users, so they are not made one after the other."""

    code = "identity.too_many_join_requests"
    title = "加入申请过于频繁"
    remedy = "请于24小时后再申请；如有疑问请联系企业客服 010-67410355。"
