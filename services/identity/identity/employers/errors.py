"""What can go wrong with an employer's data."""

from common.errors import Conflict, NotFound


class EmployerNotGiven(NotFound):
    """The user has not filled in which employer they belong to."""

    code = "identity.employer_not_given"
    title = "尚未填写单位信息"
    remedy = "请先填写单位信息。"


class EmployerDataLocked(Conflict):
    """The data are under review or approved."""

    code = "identity.employer_data_locked"
    title = "单位信息不能修改"


class EmployerAlreadyVerified(Conflict):
    """A verified employer has this USCC; a further user has to be let in (decisions: one employer per USCC)."""

    code = "identity.employer_already_verified"
    title = "该统一社会信用代码的单位已通过认证"
    remedy = (
        "同一单位只能认证一次；请申请加入该单位，经其用户或中心同意后即可使用。如有疑问请联系企业客服 010-67410355。"
    )


class EmployerBeingVerified(Conflict):
    """Another account has submitted an employer with this USCC."""

    code = "identity.employer_being_verified"
    title = "该统一社会信用代码的单位正在由另一账号办理认证"
    remedy = "请与本单位同事核对并申请加入该单位；如非本单位人员办理，请联系企业客服 010-67410355。"


class UsccBeingFilledIn(Conflict):
    """Another account filled in this USCC a short time ago and has not submitted it."""

    code = "identity.uscc_being_filled_in"
    title = "该统一社会信用代码刚被另一账号填写"
    remedy = "请先核对代码并与本单位同事确认；若对方未在限期内提交认证，届时可重新填写。"


class NothingToCorrect(Conflict):
    """Only verified data are corrected; the others are simply changed, or under review."""

    code = "identity.employer_not_correctable"
    title = "当前状态下不能更正单位信息"


class EmployerChangedMeanwhile(Conflict):
    """The data that somebody worked on are not the newest any more."""

    code = "identity.employer_changed_meanwhile"
    title = "单位信息已被他人更新"
    remedy = "请刷新后按最新信息重新办理。"


class NothingChanged(Conflict):
    """A correction that corrects nothing."""

    code = "identity.nothing_changed"
    title = "填写的内容与现有信息相同"
    remedy = "请填写需要更正的内容。"


class EmployerNotFound(NotFound):
    """There is no such employer."""

    code = "identity.employer_not_found"
    title = "没有找到该单位"
    remedy = "请核对链接或编号，或返回单位列表重新查找。"


class NothingToJoin(NotFound):
    """USCCs are public, so it is said plainly that nobody has registered this one."""

    code = "identity.nothing_to_join"
    title = "该统一社会信用代码的单位尚未认证"
    remedy = "请核对代码；如单位尚未注册，请直接填写单位信息并提交认证。"
