"""What can go wrong with staff accounts."""

from common.errors import Conflict, Forbidden, Invalid, NotFound


class UsernameTaken(Conflict):
    """Another account has this user name."""

    code = "identity.username_taken"
    title = "用户名已被使用"
    remedy = "请换一个用户名。"


class AccountLivesElsewhere(Conflict):
    """School and department users are kept by the employment system (guides/003 §2)."""

    code = "identity.account_lives_in_employment_system"
    title = "学校、院系用户由就业管理系统管理"
    remedy = (
        "网上签约平台无新增下级用户功能，请在就业管理系统的“用户管理”中新增、修改或删除，用户随后可直接登录本平台。"
    )


class StaffUserNotFound(NotFound):
    """No such account, or not the reader's to look after."""

    code = "identity.staff_user_not_found"
    title = "没有找到该账号"


class OwnAccount(Conflict):
    """Nobody closes the account they are working with."""

    code = "identity.own_account"
    title = "不能停用或重置自己的账号"
    remedy = "请由其他中心工作人员操作；修改自己的密码请使用“修改密码”。"


class AccountIsClosed(Conflict):
    """It was closed before."""

    code = "identity.account_is_closed"
    title = "账号已停用"
    remedy = "如需继续使用，请先恢复该账号。"


class AccountIsOpen(Conflict):
    """There is nothing to reopen."""

    code = "identity.account_is_open"
    title = "账号未停用，无需恢复"


class AccountChangedMeanwhile(Conflict):
    """Somebody else changed the account after it was read."""

    code = "identity.staff_user_changed_meanwhile"
    title = "账号信息已被他人修改"
    remedy = "请重新读取最新内容，确认后再保存。"


class PasswordMustChange(Forbidden):
    """The password was given out by the centre and is good for one thing: choosing another."""

    code = "identity.password_must_change"
    title = "请先修改初始密码"
    remedy = "该密码由中心工作人员重置，请先通过“修改密码”设置自己的密码，再用新密码登录。"


class SamePassword(Invalid):
    """The new password is the old one."""

    code = "identity.same_password"
    title = "新密码不能与原密码相同"


class ResetRefused(Conflict):
    """Wrong user name or code: one answer for all, so that accounts cannot be guessed."""

    code = "identity.staff_reset_refused"
    title = "用户名或短信验证码不正确，或验证码已失效"
    remedy = "请核对用户名和最近一次收到的验证码，或重新获取验证码；账号未登记手机号的，请联系账号管理人员重置密码。"


class ScopeDoesNotFitRole(Invalid):
    """The role needs another scope."""

    code = "identity.scope_does_not_fit_role"
    title = "账号的角色与所属范围不符"
