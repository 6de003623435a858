"""What ends guessing."""

from common.errors import TooManyRequests

HOTLINE = "010-67410355"


class SignInLocked(TooManyRequests):
    """Too many failures in a row for this login name from this address; `retry_after` says for how long (seconds)."""

    code = "identity.sign_in_locked"
    title = "登录失败次数过多，已暂停登录"
    remedy = f"请稍后再试；如忘记密码，请通过“找回密码”用短信验证码重新设置，仍有困难请联系客服（电话：{HOTLINE}）。"


class AddressLocked(TooManyRequests):
    """Too many failures from this network address, whatever the login names."""

    code = "identity.address_locked"
    title = "当前网络登录失败次数过多，已暂停登录"
    remedy = "请稍后再试，或更换网络。"
