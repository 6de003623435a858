"""What can go wrong with who belongs to an employer."""

from common.errors import Conflict, Forbidden, NotFound


class NotAMember(Forbidden):
    """The token is older than the user's leaving."""

    code = "identity.not_a_member"
    title = "您已不属于该单位"
    remedy = "请重新登录；如仍需办理该单位业务，请申请加入该单位。"


class MemberNotFound(NotFound):
    """No such user belongs to the employer."""

    code = "identity.member_not_found"
    title = "本单位没有该用户"
    remedy = "请刷新用户列表；该用户可能已退出或已被移除。"


class ManagedByCentre(Conflict):
    """Only the centre changes who belongs to the employer now."""

    code = "identity.users_managed_by_centre"
    title = "当前不能增减本单位用户"


class LeaveInstead(Conflict):
    """Nobody removes themselves."""

    code = "identity.leave_instead"
    title = "不能移除本人"
    remedy = "如需离开本单位，请使用“退出单位”。"


class BelongsElsewhere(Conflict):
    """The account belongs to an employer already."""

    code = "identity.belongs_elsewhere"
    title = "该账号已属于一个单位"
    remedy = "一个账号只能属于一个单位；请先由该用户在原单位“退出单位”。"


class NoSuchAccount(NotFound):
    """No employer user has this mobile."""

    code = "identity.no_such_account"
    title = "该手机号没有注册单位用户"
    remedy = "请核对手机号，或请对方先注册。"
