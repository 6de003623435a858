"""What can be wrong with a receipt."""

from common.errors import NotFound, Unauthenticated


class ReceiptKeyRefused(Unauthenticated):
    """The address does not hold the secret that suppliers were given."""

    code = "notifications.receipt_key_refused"
    title = "回执地址无效"
    remedy = "请使用发送短信时给出的回执地址。"


class MessageUnknown(NotFound):
    """No message of this supplier has these ids, or not yet: the supplier posts again later."""

    code = "notifications.message_unknown"
    title = "没有找到对应的短信"
