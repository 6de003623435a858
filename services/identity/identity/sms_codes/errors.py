"""What can go wrong when a mobile is to be proved."""

from common.errors import Conflict, TooManyRequests, Unavailable


class SmsCodeTooSoon(TooManyRequests):
    """A code was sent to this number a moment ago."""

    code = "identity.sms_code_too_soon"
    title = "验证码发送过于频繁"
    remedy = "请稍候再获取验证码。"


class SmsCodesUsedUp(TooManyRequests):
    """This number has had all its codes of 24 hours."""

    code = "identity.sms_codes_used_up"
    title = "该手机号获取验证码的次数已达上限"
    remedy = "请24小时后再试。"


class AddressLimited(TooManyRequests):
    """Too many codes were asked for from this network address within an hour."""

    code = "identity.sms_address_limited"
    title = "当前网络获取验证码的次数已达上限"
    remedy = "请一小时后再试，或更换网络。"


class SmsUnavailable(Unavailable):
    """The message could not be handed over. Nothing was counted, no code was used."""

    code = "identity.sms_unavailable"
    title = "短信验证码暂时无法发送"
    remedy = "本次未发送验证码，也未计入次数，请稍后重试。"


class SmsCodeWrong(Conflict):
    """Not the code that was sent; the detail says how many tries are left."""

    code = "identity.sms_code_wrong"
    title = "短信验证码错误"
    remedy = "请核对最近一次收到的验证码。"


class SmsCodeExpired(Conflict):
    """No code was sent, it has run out, was used, or was tried too often."""

    code = "identity.sms_code_expired"
    title = "短信验证码已失效"
    remedy = "请重新获取验证码。"
