"""What can go wrong at the door, in words that say whom to ask (guides/004 §2)."""

from common.errors import Conflict, Forbidden, NotFound, Unavailable

SCHOOL = "学校就业部门"


class LoginStateRefused(Forbidden):
    """The answer from CHSI belongs to no login of this browser: forged, used before, too old, or another browser's."""

    code = "identity.chsi_login_state_refused"
    title = "登录请求无效或已过期"
    remedy = "请在同一浏览器中重新点击“学生登录”，并在10分钟内完成学信网登录。"


class ChsiLoginCancelled(Forbidden):
    """The person pressed 取消 at CHSI."""

    code = "identity.chsi_login_cancelled"
    title = "您已取消学信网登录"
    remedy = "如需进入系统，请重新点击“学生登录”。"


class ChsiLoginRefused(Forbidden):
    """CHSI did not accept the code: used before, run out, or not from this login."""

    code = "identity.chsi_login_refused"
    title = "学信网登录未完成"
    remedy = "请重新点击“学生登录”。"


class ChsiUnavailable(Unavailable):
    """CHSI does not answer, or answers what nobody can read."""

    code = "identity.chsi_unavailable"
    title = "学信网暂时无法访问"
    remedy = "请稍后重新点击“学生登录”；您的签约信息不受影响。"


class NotOnRoster(Forbidden):
    """No school has put this ID number on a roster."""

    code = "identity.not_on_roster"
    title = "在学校上传的应届毕业生名单中没有找到您的身份证号"
    remedy = "学校可能尚未上传您的信息，或上传的身份证号有误，请联系学校就业部门核对并更新。"


class RemovedFromRoster(Forbidden):
    """The school has taken the graduate off its list; `detail` gives its reason."""

    code = "identity.removed_from_roster"
    title = "学校已将您移出毕业生名单"
    remedy = "如有疑问，请联系学校就业部门；学校重新导入或同步名单后即可登录。"


class EnrolmentNotCompared(Conflict):
    """At the last login the row did not agree with the enrolment record, or it was corrected since."""

    code = "identity.enrolment_not_compared"
    title = "该届信息尚未与学籍信息核对一致"
    remedy = "请退出后重新通过学信网登录；如仍不能切换，请联系学校就业部门核对该届的信息。"


class EnrolmentNotFound(NotFound):
    """No row of this person."""

    code = "identity.enrolment_not_found"
    title = "没有找到您的该届信息"
    remedy = "请核对所选届别；如有疑问，请联系学校就业部门。"


class LoginCodeRefused(Forbidden):
    """Used before, run out, or never given."""

    code = "identity.login_code_refused"
    title = "登录码无效或已过期"
    remedy = "请重新点击“学生登录”。"


class EnrolmentNotBound(Forbidden):
    """The CHSI account has no 学籍."""

    code = "identity.enrolment_not_bound"
    title = "您的学信网账号没有绑定学籍信息"
    remedy = "请登录学信网绑定学籍信息后再试。"


class EnrolmentMismatch(Forbidden):
    """The roster and the enrolment record differ; `errors` names the fields and never the values."""

    code = "identity.enrolment_mismatch"
    title = "学校上传的信息与学籍信息不一致"
    remedy = "请联系学校就业部门更新信息；如学信网信息有误，请按学信网的要求更正学籍信息。"


class AlreadyConfirmed(Conflict):
    """The data that are in force have been confirmed; only a correction by the school opens them again."""

    code = "identity.data_already_confirmed"
    title = "个人信息已确认"


def already_confirmed() -> AlreadyConfirmed:
    """Why there is nothing to confirm: shown with the action, and never raised, for confirming twice does no harm."""
    return AlreadyConfirmed("个人信息已确认，无需再次确认。", who_can_change=f"{SCHOOL}更正信息后可再次确认")


class GraduateDataChanged(Conflict):
    """What was shown is not what is stored any more."""

    code = "identity.graduate_data_changed"
    title = "您的信息刚刚有更新"
    remedy = "请重新核对最新的信息后再确认。"
