"""Why WeChat cannot be bound."""

from common.errors import Conflict, Unavailable


class WeChatCodeRefused(Conflict):
    """WeChat does not know the code, or it was used, or it is older than five minutes."""

    code = "notifications.wechat_code_refused"
    title = "微信授权码无效或已过期"
    remedy = "请在微信中重新打开授权页面后再试。"


class WeChatBoundToAnother(Conflict):
    """The WeChat account belongs to another person."""

    code = "notifications.wechat_bound_to_another"
    title = "该微信已绑定其他毕业生"
    remedy = "请使用本人的微信；如曾误绑，请原绑定人先解除绑定。"


class WeChatUnavailable(Unavailable):
    """WeChat does not answer."""

    code = "notifications.wechat_unavailable"
    title = "微信暂时没有响应"
