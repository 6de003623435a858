import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from common.spreadsheet import Column, Row, Table, annotate, read_table, write_table, write_template

COLUMNS = [
    Column("姓名", hint="与身份证件一致"),
    Column("性别", choices=("男", "女")),
    Column("民族", required=False, choices=tuple(f"第{number}族" for number in range(58))),
]


class TestWriteTable:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+86",
            "-1",
            "@SUM(A1)",
            '=HYPERLINK("http://x")',
            "https://example.com",
            "007",
            "1E5",
            "𠮷䶮",
            " a ",
            "<b>&",
        ],
    )
    def test_what_a_person_typed_stays_text(self, text: str) -> None:
        data = write_table(["姓名", "性别"], [{"姓名": text, "性别": "男"}])
        assert read_table(data, COLUMNS).rows[0].values["姓名"] == text
        sheet = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet

    def test_refuses_a_text_that_no_cell_can_hold(self) -> None:
        with pytest.raises(ValueError, match="32767"):
            write_table(["姓名"], [{"姓名": "长" * 32_768}])


class TestWriteTemplate:
    def test_what_is_filled_into_it_can_be_read(self) -> None:
        book = CalamineWorkbook.from_filelike(BytesIO(write_template(COLUMNS)))
        assert book.get_sheet_by_index(0).to_python() == [["姓名", "性别", "民族"]]

    def test_explains_each_column(self) -> None:
        guide = (
            CalamineWorkbook.from_filelike(BytesIO(write_template(COLUMNS))).get_sheet_by_name("填写说明").to_python()
        )
        assert guide[1] == ["姓名", "是", "与身份证件一致"]
        assert guide[3][:2] == ["民族", "否"]

    def test_offers_every_choice_of_every_column(self) -> None:
        data = write_template(COLUMNS)
        choices = (
            CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("选项").to_python(skip_empty_area=False)
        )
        assert [row[1] for row in choices[:3]] == ["男", "女", ""]
        assert [row[2] for row in choices] == list(COLUMNS[2].choices)
        assert "选项!$C$1:$C$58" in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


class TestAnnotate:
    def test_gives_the_same_rows_back_with_their_results(self) -> None:
        rows = [{"姓名": "张三", "性别": "男"}, {}, {"姓名": "=李四", "性别": "女"}]
        table = read_table(write_table(["姓名", "性别"], rows), COLUMNS)
        annotated = annotate(table, {2: "导入成功", 4: "姓名：不能有符号"})
        assert CalamineWorkbook.from_filelike(BytesIO(annotated)).get_sheet_by_index(0).to_python() == [
            ["姓名", "性别", "校验结果"],
            ["张三", "男", "导入成功"],
            ["", "", ""],
            ["=李四", "女", "姓名：不能有符号"],
        ]

    def test_can_be_sent_in_again_as_it_is(self) -> None:
        table = read_table(write_table(["姓名", "性别"], [{"姓名": "张三", "性别": "男"}]), COLUMNS)
        again = read_table(annotate(table, {2: "失败"}), COLUMNS)
        assert (again.headers, [row.values for row in again.rows]) == (
            table.headers,
            [row.values for row in table.rows],
        )
        assert [row.result for row in again.rows] == ["失败"]

    def test_cuts_what_no_cell_can_hold(self) -> None:
        table = Table(("姓名",), [Row(2, {"姓名": "长" * 40_000})])
        back = CalamineWorkbook.from_filelike(BytesIO(annotate(table, {2: "错" * 40_000})))
        assert [len(str(cell)) for cell in back.get_sheet_by_index(0).to_python()[1]] == [32_767, 32_767]
