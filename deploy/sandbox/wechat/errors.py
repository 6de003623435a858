"""WeChat's error codes that the platform has to deal with (全局返回码 of the Official Account documentation)."""


class WeChatRefused(Exception):
    """An answer with an errcode other than 0, sent with HTTP status 200."""

    def __init__(self, errcode: int, errmsg: str, msgid: int | None = None) -> None:
        super().__init__(errmsg)
        self.errcode = errcode
        self.errmsg = errmsg
        self.msgid = msgid

    def body(self) -> dict[str, int | str]:
        body: dict[str, int | str] = {"errcode": self.errcode, "errmsg": self.errmsg}
        return body if self.msgid is None else {**body, "msgid": self.msgid}


def invalid_credential() -> WeChatRefused:
    return WeChatRefused(40001, "invalid credential, access_token is invalid or not latest")


def invalid_grant_type() -> WeChatRefused:
    return WeChatRefused(40002, "invalid grant_type")


def invalid_openid() -> WeChatRefused:
    return WeChatRefused(40003, "invalid openid")


def invalid_appid() -> WeChatRefused:
    return WeChatRefused(40013, "invalid appid")


def invalid_code() -> WeChatRefused:
    return WeChatRefused(40029, "invalid code")


def invalid_template() -> WeChatRefused:
    return WeChatRefused(40037, "invalid template_id")


def invalid_secret() -> WeChatRefused:
    return WeChatRefused(40125, "invalid appsecret")


def code_used() -> WeChatRefused:
    return WeChatRefused(40163, "code been used")


def token_missing() -> WeChatRefused:
    return WeChatRefused(41001, "access_token missing")


def token_expired() -> WeChatRefused:
    return WeChatRefused(42001, "access_token expired")


def code_expired() -> WeChatRefused:
    return WeChatRefused(42003, "code expired")


def not_a_follower() -> WeChatRefused:
    return WeChatRefused(43004, "require subscribe")


def refused_by_user() -> WeChatRefused:
    return WeChatRefused(43101, "user refuse to accept the msg")


def quota_reached() -> WeChatRefused:
    return WeChatRefused(45009, "reach max api daily quota limit")


def already_sent(msgid: int) -> WeChatRefused:
    return WeChatRefused(45065, "clientmsgid exist", msgid)


def malformed() -> WeChatRefused:
    return WeChatRefused(47001, "data format error")
