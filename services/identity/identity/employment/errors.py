"""What can go wrong between us and the employment system."""

from common.errors import Conflict, Unauthenticated, Unavailable


class EmploymentSystemUnavailable(Unavailable):
    """It does not answer, or not so that it can be used. Nothing was changed."""

    code = "identity.employment_system_unavailable"
    title = "就业管理系统暂时无法连接"
    remedy = "学校、院系用户请稍后重试；省级用户和中心用户的登录不受影响。"


class EmploymentAccountClosed(Unauthenticated):
    """The password was right, but the account is closed there."""

    code = "identity.employment_account_closed"
    title = "该账号已在就业管理系统中停用"
    remedy = "请联系本校就业部门，在就业管理系统的用户管理中核对账号。"


class EmploymentAccountLocked(Unauthenticated):
    """The employment system has locked the account."""

    code = "identity.employment_account_locked"
    title = "该账号已被就业管理系统锁定"
    remedy = "请通过“找回密码”重新设置密码，或联系本校就业部门在就业管理系统中解锁。"


class EmploymentPasswordRefused(Conflict):
    """The employment system does not take this password."""

    code = "identity.employment_password_refused"
    title = "就业管理系统未接受新密码"
    remedy = "请更换一个密码后重试；如仍不成功，请在就业管理系统中修改密码。"
