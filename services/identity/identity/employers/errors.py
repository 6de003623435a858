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
    remedy = "同一单位只能认证一次；加入该单位需经该单位已认证的用户或中心同意。如有疑问请联系企业客服 010-67410355。"


class EmployerBeingVerified(Conflict):
    """Another account has submitted an employer with this USCC."""

    code = "identity.employer_being_verified"
    title = "该统一社会信用代码的单位正在由另一账号办理认证"
    remedy = "请与本单位同事核对；如非本单位人员办理，请联系企业客服 010-67410355。"


class UsccBeingFilledIn(Conflict):
    """Another account filled in this USCC a short time ago and has not submitted it."""

    code = "identity.uscc_being_filled_in"
    title = "该统一社会信用代码刚被另一账号填写"
    remedy = "请先核对代码并与本单位同事确认；若对方未在限期内提交认证，届时可重新填写。"
