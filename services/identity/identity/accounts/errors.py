"""What can go wrong when an employer user registers."""

from common.errors import Conflict


class MobileTaken(Conflict):
    """There is an account with this mobile; told only to who has proved that the mobile is theirs."""

    code = "identity.mobile_taken"
    title = "该手机号已注册"
    remedy = "请直接登录;如忘记密码,请使用找回密码。"
