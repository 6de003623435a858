"""Code lists and regions as pickers show them."""

from pydantic import Field

from common.answers import Answer


class CodeListName(Answer):
    """One of the lists there are."""

    name: str = Field(description="代码表名称，用于 GET /v1/codes/{name}", examples=["employer-natures"])
    title: str = Field(description="字段名称", examples=["单位性质"])
    source: str = Field(description="所依据的标准或系统", examples=["就业管理系统"])
    version: str = Field(description="内容的版本；内容有任何变化，版本就不同", examples=["5b1f0a2c9d3e"])


class CodeView(Answer):
    """One line of a picker."""

    code: str
    label: str
    retired: bool = Field(description="已停用：仅用于显示历史数据，不能再选择")


class CodeListView(CodeListName):
    """One list whole: the codes in force in their order, then the retired ones."""

    codes: list[CodeView]


class CodeListNames(Answer):
    """All lists there are."""

    items: list[CodeListName]


class RegionView(Answer):
    """One 省, 市 or 县."""

    code: str = Field(examples=["330106"])
    name: str = Field(description="本级名称", examples=["西湖区"])
    full_name: str = Field(description="省市区全称", examples=["浙江省杭州市西湖区"])
    valid: bool = Field(description="现行有效；已撤销的代码只用于显示历史数据")
    has_children: bool = Field(description="是否有下一级可选")


class RegionViews(Answer):
    """One level of the tree, or what a search has found."""

    items: list[RegionView]
