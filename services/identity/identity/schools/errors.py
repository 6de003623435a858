"""What can go wrong with schools."""

from common.errors import Conflict, NotFound


class SchoolAlreadyOpened(Conflict):
    """The code, the identifier or the name belongs to a school that takes part already."""

    code = "identity.school_already_opened"
    title = "该院校已开通"
    remedy = "请在院校列表中核对院校代码、学校标识码和名称。"


class SchoolNotOpened(Conflict):
    """No school with this code takes part."""

    code = "identity.school_not_opened"
    title = "该院校尚未开通"
    remedy = "请核对院校代码；如尚未开通，请先由中心工作人员开通院校。"


class SchoolNotFound(NotFound):
    """No school with this code takes part, or it is another province's."""

    code = "identity.school_not_found"
    title = "没有找到该院校"


class SchoolChangedMeanwhile(Conflict):
    """Somebody else corrected the school after it was read."""

    code = "identity.school_changed_meanwhile"
    title = "院校信息已被他人修改"
    remedy = "请重新读取最新内容，确认后再保存。"


class SchoolNameTaken(Conflict):
    """Another school has this name or identifier."""

    code = "identity.school_name_taken"
    title = "院校名称或学校标识码已被其他院校使用"
    remedy = "请在院校列表中核对名称和学校标识码。"
