"""What can come of a try to sign in. Pure."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of it, with the word that its owner reads."""

    SIGNED_IN = "signed_in"
    WRONG_CREDENTIALS = "wrong_credentials"
    REFUSED = "refused"
    LOCKED = "locked"
    CAPTCHA_NEEDED = "captcha_needed"
    CAPTCHA_WRONG = "captcha_wrong"

    @property
    def label(self) -> str:
        """The outcome on screens."""
        return LABELS[self]


LABELS = {
    Outcome.SIGNED_IN: "登录成功",
    Outcome.WRONG_CREDENTIALS: "密码错误",
    Outcome.REFUSED: "密码正确，但账号当前不能登录",
    Outcome.LOCKED: "失败次数过多，已暂停登录",
    Outcome.CAPTCHA_NEEDED: "未填写图片验证码",
    Outcome.CAPTCHA_WRONG: "图片验证码错误",
}
REALM_LABELS = {"employer": "单位用户登录", "staff": "学校、省级和中心用户登录", "graduate": "毕业生登录"}
