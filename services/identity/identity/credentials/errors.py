"""What can go wrong when a password or a mobile is changed."""

from common.errors import Conflict


class OldPasswordWrong(Conflict):
    """Not the account's password; counted like a failed sign-in."""

    code = "identity.old_password_wrong"
    title = "当前登录密码错误"
    remedy = "请核对当前使用的登录密码后重新输入；如忘记密码，请通过“找回密码”用短信验证码重新设置。"


class SamePassword(Conflict):
    """The new password is the old one."""

    code = "identity.same_password"
    title = "新密码与原密码相同"
    remedy = "请更换新密码。"


class SameMobile(Conflict):
    """The new number is the old one."""

    code = "identity.same_mobile"
    title = "新手机号与当前手机号相同"
    remedy = "请填写新的手机号。"
