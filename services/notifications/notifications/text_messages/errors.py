"""Why a text message was not sent."""

from common.errors import Conflict, Invalid, TooManyRequests, Unavailable


class ParamsRefused(Invalid):
    """The values do not fit the template."""

    code = "notifications.params_refused"
    title = "短信模板参数有误"
    remedy = "请按模板要求提供参数。"


class NumberRefused(Invalid):
    """The supplier says that there is no such number."""

    code = "notifications.number_refused"
    title = "手机号无法接收短信"
    remedy = "请核对手机号，或更换手机号。"


class NoWayToGraduate(Conflict):
    """No WeChat, and no number that a text message could go to."""

    code = "notifications.no_way_to_graduate"
    title = "没有可以接收验证码的方式"
    remedy = "请在学信网更新手机号码，或在平台绑定微信。"


class TooManyCodes(TooManyRequests):
    """This number has had as many codes as it may have for now."""

    code = "notifications.too_many_codes"
    title = "短信验证码发送过于频繁"


class SmsUnavailable(Unavailable):
    """No supplier took it. Nothing was kept, nothing will be sent later."""

    code = "notifications.sms_unavailable"
    title = "短信暂时无法发送"
    remedy = "短信未发出，请稍后重新获取。"
