from typing import Annotated

from pydantic import BaseModel, Field

from common.contracts.values.id_number import IdNumber
from common.contracts.values.person_name import PersonName
from common.contracts.values.text import Text
from common.spreadsheet import Row, Table, check_rows, columns_of, duplicates


class Favourite(BaseModel):
    name: PersonName = Field(alias="姓名", description="与身份证件一致")
    id_number: IdNumber = Field(alias="身份证号", description="18位，文本格式")
    note: Annotated[str, Text(5, minimum=0)] = Field(
        default="", alias="备注", json_schema_extra={"choices": ["甲", "乙"]}
    )
    count: int = Field(default=1, alias="数量", description="整数")


def table(*rows: dict[str, str]) -> Table:
    headers = ("姓名", "身份证号", "备注", "数量")
    return Table(headers, [Row(number, {"数量": "1", "备注": "", **row}) for number, row in enumerate(rows, start=2)])


SOUND = {"姓名": "买买提•吐尔逊", "身份证号": "110108200203159010"}


class TestCheckRows:
    def test_sound_rows_become_models_with_their_row_number(self) -> None:
        good, faults = check_rows(table(SOUND), Favourite)
        assert faults == []
        assert (good[0].number, good[0].value.name) == (2, "买买提·吐尔逊")

    def test_every_fault_of_every_row_is_told_in_the_checks_own_words(self) -> None:
        good, faults = check_rows(
            table(SOUND, {"姓名": "张?", "身份证号": "110108200203159011"}, {**SOUND, "备注": "太长的备注内容"}),
            Favourite,
        )
        assert [row.number for row in good] == [2]
        assert [(fault.row, fault.column, fault.value) for fault in faults] == [
            (3, "姓名", "张?"),
            (3, "身份证号", "110108200203159011"),
            (4, "备注", "太长的备注内容"),
        ]
        assert faults[1].reason == "身份证号校验位（第18位）不正确"
        assert faults[2].sentence == "备注：最多5个字，现为7个字，请删减2个字"

    def test_a_blank_cell_is_asked_for_with_the_columns_hint(self) -> None:
        _, faults = check_rows(table({**SOUND, "身份证号": " "}), Favourite)
        assert faults[0].sentence == "身份证号：不能为空，请填写（18位，文本格式）"

    def test_a_fault_of_pydantics_own_is_told_in_chinese(self) -> None:
        _, faults = check_rows(table({**SOUND, "数量": "many"}), Favourite)
        assert faults[0].sentence == "数量：内容不符合要求，请填写（整数）"

    def test_the_later_of_two_equal_rows_is_at_fault(self) -> None:
        good, faults = check_rows(table(SOUND, SOUND), Favourite, unique=["身份证号"])
        assert [row.number for row in good] == [2]
        assert faults[0].row == 3
        assert faults[0].reason == "与第2行重复"


class TestDuplicates:
    def test_case_width_and_spaces_do_not_hide_one(self) -> None:
        rows = table({"身份证号": "33010620020401900X"}, {"身份证号": " 33010620020401900ｘ"})
        assert [fault.row for fault in duplicates(rows, ["身份证号"])] == [3]

    def test_blank_values_are_none(self) -> None:
        assert duplicates(table({"身份证号": ""}, {"身份证号": " "}), ["身份证号"]) == []

    def test_a_key_of_two_columns_needs_both(self) -> None:
        rows = table({"姓名": "甲", "身份证号": "1"}, {"姓名": "乙", "身份证号": "1"}, {"姓名": "甲", "身份证号": "1"})
        assert [(fault.row, fault.column) for fault in duplicates(rows, ["姓名", "身份证号"])] == [
            (4, "姓名、身份证号")
        ]


class TestColumnsOf:
    def test_a_models_aliases_hints_and_choices_are_its_columns(self) -> None:
        columns = {column.header: column for column in columns_of(Favourite)}
        assert columns["身份证号"].required
        assert columns["身份证号"].hint == "18位，文本格式"
        assert not columns["备注"].required
        assert columns["备注"].choices == ("甲", "乙")
