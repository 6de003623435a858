"""What can go wrong with staff accounts."""

from common.errors import Conflict, Forbidden, Invalid


class UsernameTaken(Conflict):
    """Another account has this user name."""

    code = "identity.username_taken"
    title = "用户名已被使用"
    remedy = "请换一个用户名。"


class MayNotCreateUser(Forbidden):
    """This role of this school is not the asker's to create."""

    code = "identity.may_not_create_user"
    title = "无权创建此类账号"
    remedy = "学校用户只能创建本校的院系用户；其他账号请联系中心工作人员。"


class ScopeDoesNotFitRole(Invalid):
    """The role needs another scope."""

    code = "identity.scope_does_not_fit_role"
    title = "账号的角色与所属范围不符"
