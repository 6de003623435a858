"""What can go wrong with schools."""

from common.errors import Conflict


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
