"""What can go wrong with a captcha."""

from common.errors import Conflict, TooManyRequests

WHERE = "请通过 POST /identity/v1/captchas 获取图片验证码，并填写 captcha_id 和 captcha_answer 后重新提交。"


class CaptchaNeeded(Conflict):
    """A captcha has to be answered first; the password was not looked at."""

    code = "identity.captcha_needed"
    title = "请填写图片验证码"
    remedy = WHERE


class CaptchaWrong(Conflict):
    """Not what the picture shows, or the picture is used or too old; the password was not looked at."""

    code = "identity.captcha_wrong"
    title = "图片验证码错误或已失效"
    remedy = f"每张图片只能使用一次。{WHERE}"


class TooManyCaptchas(TooManyRequests):
    """Too many pictures were asked for from this network address within an hour."""

    code = "identity.captchas_used_up"
    title = "当前网络获取图片验证码的次数已达上限"
    remedy = "请一小时后再试，或更换网络。"
