"""What can go wrong when a picker asks for its list."""

from common.errors import NotFound


class CodeListUnknown(NotFound):
    """There is no list of this name; the answer names those there are."""

    code = "identity.code_list_unknown"
    title = "没有这个代码表"
    remedy = "请使用 lists 中列出的代码表名称。"


class RegionUnknown(NotFound):
    """The code is not and never was in force."""

    code = "identity.region_unknown"
    title = "没有这个行政区划代码"
    remedy = "请从省级开始逐级选择，或按名称查找。"
