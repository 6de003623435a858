"""What can go wrong with warning employers."""

from common.errors import Conflict, FieldFault, Invalid, NotFound


class NoSuchMark(NotFound):
    """It does not exist, or it is another school's or about another employer."""

    code = "identity.no_such_warning_mark"
    title = "没有找到该预警标记"
    remedy = "请刷新列表后重试。"


class NoSuchAppeal(NotFound):
    """The mark has no such appeal."""

    code = "identity.no_such_warning_appeal"
    title = "没有找到该申诉"
    remedy = "请刷新后重试。"


class AlreadyMarked(Conflict):
    """One live mark per school and employer."""

    code = "identity.employer_already_marked"
    title = "本校已标记该单位"
    remedy = "请在“本校添加”中修改已有的标记。"


class MarkEnded(Conflict):
    """The mark is not in force any more."""

    code = "identity.warning_mark_not_live"
    title = "该标记当前不能进行此操作"
    remedy = "请刷新后查看最新状态。"


class MarkChangedMeanwhile(Conflict):
    """Somebody else of the school has changed it since it was read."""

    code = "identity.warning_mark_changed"
    title = "该标记已被他人修改"
    remedy = "请重新读取最新内容，确认后再保存。"


class AppealStillOpen(Conflict):
    """One open appeal per mark."""

    code = "identity.warning_appeal_open"
    title = "已有待答复的申诉"
    remedy = "请等待学校答复。"


class NoOpenAppeal(Conflict):
    """Somebody else has answered it, or the mark has ended."""

    code = "identity.warning_appeal_not_open"
    title = "没有待答复的申诉"
    remedy = "请刷新后查看最新状态。"


class EmployerNotVerifiedYet(Conflict):
    """Whoever has not proved to be the employer is told nothing about it."""

    code = "identity.employer_not_verified_for_appeal"
    title = "单位尚未通过认证"
    remedy = "请先在“单位信息”中完成认证，认证通过后可查看针对本单位的预警标记并申诉。"


class EvidenceNotFound(NotFound):
    """No such upload, somebody else's, or one for another purpose."""

    code = "identity.warning_file_not_found"
    title = "没有找到上传的文件"
    remedy = "请先以本账号上传该用途的文件，再用返回的文件编号提交；刚上传的文件请稍候几秒重试。"


class LastDayPassed(Invalid):
    """A mark cannot end before today."""

    code = "identity.warning_last_day_passed"
    title = "有效期截止日早于今天"

    def __init__(self) -> None:
        fault = FieldFault(field="expires_on", reason="有效期截止日早于今天", remedy="请填写今天或以后的日期，或留空。")
        super().__init__(errors=[fault])


class AdviceForNobody(Invalid):
    """Neither a code nor a name was given."""

    code = "identity.warning_advice_for_nobody"
    title = "请填写统一社会信用代码或单位名称"

    def __init__(self) -> None:
        fault = FieldFault(field="uscc", reason="统一社会信用代码和单位名称均为空", remedy="请至少填写一项。")
        super().__init__(errors=[fault])
