"""Destination types, out."""

from pydantic import Field

from common.answers import ActionOption, Answer, Coded


class FieldView(Answer):
    """One field of the form."""

    name: str
    label: str
    required: bool
    maximum: int = Field(description="最多字数")
    options: list[str] = Field(description="可选的值；为空表示自由填写")


class TypeView(Answer):
    """One type of the menu."""

    code: str
    label: str
    group: Coded
    open: bool = Field(description="是否已开放登记")
    fields: list[FieldView]


class Catalogue(Answer):
    """The types of a cohort that the reader sees."""

    cohort: int
    cohort_label: str
    items: list[TypeView]
    actions: list[ActionOption] = Field(description="毕业生当前能否登记去向；学校、院系用户为空")
