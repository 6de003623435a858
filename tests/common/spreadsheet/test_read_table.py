from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from common.spreadsheet import (
    Column,
    Fault,
    SpreadsheetFault,
    Table,
    annotate,
    package,
    read_rows,
    read_table,
    reading,
    write_table,
)
from common.spreadsheet import workbook as workbook_module
from tests.support import files

COLUMNS = [Column("姓名"), Column("身份证号"), Column("备注（可选）", required=False)]
HEADERS = ["姓名", "身份证号"]
AN_EVENING = datetime(2002, 3, 15, 18, 30)  # noqa: DTZ001 - a cell has no time zone


def workbook(*rows: list[Any], **options: Any) -> bytes:
    """Cells as a spreadsheet program would store these values."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd", **options}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return buffer.getvalue()


def sheet_of(cells: str, **parts: bytes) -> bytes:
    header = '<row r="1"><c t="str"><v>姓名</v></c><c t="str"><v>身份证号</v></c></row>'
    xml = f"<worksheet><sheetData>{header}{cells}</sheetData></worksheet>"
    return files.xlsx_of_parts({"xl/worksheets/sheet1.xml": xml.encode(), **parts})


def texts(data: bytes) -> list[list[str]]:
    return [list(row.values.values()) for row in read_table(data, COLUMNS).rows]


def refusal(data: bytes, **limits: int) -> list[Fault]:
    with pytest.raises(SpreadsheetFault) as refused:
        read_table(data, COLUMNS, **limits)
    assert all(fault.reason and fault.remedy for fault in refused.value.faults)
    return refused.value.faults


SOUND = write_table(HEADERS, [{"姓名": "张三", "身份证号": "1"}])
"""Made once: a workbook holds the time of its making, and every example has to start from the same bytes."""


class TestCellsAreText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("01", "01"),
            (1.0, "1"),
            (1, "1"),
            (2.5, "2.5"),
            (20020315, "20020315"),
            (999999999999999, "999999999999999"),
            (date(2002, 3, 15), "20020315"),
            (AN_EVENING, "20020315"),
            (date(1900, 2, 28), "19000228"),
            (date(1900, 3, 1), "19000301"),
            (True, "TRUE"),
            (" 张 三 ", " 张 三 "),
            ("𠮷田䶮", "𠮷田䶮"),
            ("a_x000D_b", "a_x000D_b"),
        ],
    )
    def test_as_a_person_would_read_it(self, value: object, text: str) -> None:
        assert texts(workbook(HEADERS, [value, "x"])) == [[text, "x"]]

    def test_dates_of_old_macintosh_files(self) -> None:
        assert texts(workbook(HEADERS, [date(2002, 3, 15), "x"], date_1904=True)) == [["20020315", "x"]]

    def test_rich_text_is_joined_and_its_reading_left_out(self) -> None:
        strings = "<sst><si><r><t>欧阳</t></r><r><t>静怡</t></r><rPh><t>ouyang</t></rPh></si></sst>"
        relations = (
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="r2" Target="/xl/sharedStrings.xml"/></Relationships>'
        )
        parts = {"xl/sharedStrings.xml": strings.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
        assert texts(sheet_of('<row><c t="s"><v>0</v></c></row>', **parts)) == [["欧阳静怡", ""]]

    def test_a_custom_date_format_is_a_date(self) -> None:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADERS)
            sheet.write_datetime(1, 0, AN_EVENING, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
            sheet.write_number(1, 1, 37330, book.add_format({"num_format": '0.00_);[Red]"day"0'}))
        assert texts(buffer.getvalue()) == [["20020315", "37330"]]

    @given(
        st.lists(st.lists(st.text("ab1 张𠮷\t\n_x0<&>=", min_size=1), min_size=2, max_size=2), min_size=1, max_size=5)
    )
    @settings(max_examples=30)
    def test_agrees_with_another_reader(self, rows: list[list[str]]) -> None:
        data = workbook(HEADERS, *rows, strings_to_numbers=False, strings_to_formulas=False)
        other = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
        filled = [row for row in other if any(str(cell).strip() for cell in row)]
        if not filled:
            return
        mine = [[text.strip() for text in row] for row in texts(data)]
        assert mine == [[str(cell).strip() for cell in row] for row in filled]


class TestRowsAndHeaders:
    def test_blank_rows_are_skipped_and_numbers_are_those_of_the_sheet(self) -> None:
        table = read_table(workbook(HEADERS, [], ["", " "], ["张三", "1"], [], ["李四", "2"]), COLUMNS)
        assert [row.number for row in table.rows] == [4, 6]

    def test_headers_may_come_in_any_order_with_spaces_and_other_brackets(self) -> None:
        table = read_table(workbook(["备注(可选)", "　身份证号 ", "*姓 名"], ["n", "1", "张三"]), COLUMNS)
        assert table.rows[0].values == {"备注（可选）": "n", "身份证号": "1", "姓名": "张三"}

    def test_an_optional_column_may_be_left_out(self) -> None:
        assert read_table(workbook(HEADERS, ["张三", "1"]), COLUMNS).headers == ("姓名", "身份证号")

    def test_a_title_above_nothing_and_a_hidden_sheet_before_do_not_matter(self) -> None:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            hidden = book.add_worksheet("h")
            shown = book.add_worksheet("s")
            hidden.write_string(0, 0, "其他")
            shown.write_row(2, 0, HEADERS)
            shown.write_row(3, 0, ["张三", "x"])
            shown.activate()
            shown.set_first_sheet()
            hidden.hide()
        assert texts(buffer.getvalue()) == [["张三", "x"]]

    def test_the_result_column_of_an_earlier_try_is_ignored(self) -> None:
        table = read_table(workbook([*HEADERS, "校验结果"], ["张三", "1", "失败"], ["", "", "成功"]), COLUMNS)
        assert table.headers == ("姓名", "身份证号")
        assert len(table.rows) == 1

    def test_says_every_fault_of_the_headers_at_once(self) -> None:
        faults = refusal(workbook(["姓名", "姓名", "手机"], ["a", "b", "c"]))
        assert [fault.reason for fault in faults] == ["缺少列“身份证号”", "有不认识的列“手机”", "列“姓名”重复"]
        assert faults[0].row == 1

    def test_content_under_no_header_is_not_dropped_in_silence(self) -> None:
        assert refusal(workbook(HEADERS, ["张三", "1", "", "悄悄"]))[0].reason == "D 列没有表头却有内容"


class TestRefusedCells:
    def test_a_formula_with_its_address(self) -> None:
        faults = refusal(files.xlsx_with_formula(HEADERS))
        assert [(fault.row, fault.column, fault.value) for fault in faults] == [(2, "身份证号", "2")]
        assert faults[0].reason == "单元格 B2 是公式"

    def test_every_formula_is_named(self) -> None:
        faults = refusal(workbook(HEADERS, ["=A1", "x"], ["y", "=HYPERLINK(1)"]))
        assert [fault.reason for fault in faults] == ["单元格 A2 是公式", "单元格 B3 是公式"]

    @pytest.mark.parametrize("value", [110108200203159010, 1.10108e17, 10**15])
    def test_a_number_that_has_lost_digits(self, value: float) -> None:
        fault = refusal(workbook(HEADERS, ["张三", value]))[0]
        assert fault.reason == "长数字已变成数值或科学计数法，末几位已丢失"
        assert "文本格式" in fault.remedy

    @pytest.mark.parametrize("value", [110108200203159010, 10**15, -1e17, 1e200])
    def test_a_number_that_has_lost_digits_once_more_in_the_workbook_that_goes_back(self, value: float) -> None:
        table, [first] = read_rows(workbook(HEADERS, ["张三", value]), COLUMNS)
        _, [again] = read_rows(annotate(table, {first.row: first.sentence}, {(first.row, first.column)}), COLUMNS)
        assert (again.row, again.column, again.sentence) == (first.row, first.column, first.sentence)

    @pytest.mark.parametrize("text", ["1.10108E+17", "1.1e+17", " 1E+17 "])
    def test_scientific_notation_kept_as_text(self, text: str) -> None:
        faults = refusal(sheet_of(f'<row><c t="str"><v>张</v></c><c t="str"><v>{text}</v></c></row>'))
        assert "科学计数法" in faults[0].reason

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            ('<c t="e"><v>#N/A</v></c>', "错误值 #N/A"),
            ('<c t="s"><v>7</v></c>', "已损坏"),
            ('<c t="s"><v>-1</v></c>', "已损坏"),
            ("<c><v>abc</v></c>", "已损坏"),
            ("<c><v>NaN</v></c>", "末几位已丢失"),
            ("<c><v>1E99999</v></c>", "末几位已丢失"),
        ],
    )
    def test_what_no_spreadsheet_program_shows(self, cell: str, reason: str) -> None:
        assert reason in refusal(sheet_of(f"<row>{cell}</row>"))[0].reason


class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (files.empty(), "0字节"),
            (files.disguised_exe(), "不是 xlsx"),
            (files.png_scan(), "不是 xlsx"),
            ("姓名,身份证号\n".encode(), "不是 xlsx"),
            (files.old_xls(), "旧版 .xls 格式或设置了打开密码"),
            (files.xlsx_with_macro(), "含有宏"),
            (files.xlsx_with_dtd(), "DTD"),
            (files.xlsx_bomb(100), "解压后过大"),
            (files.xlsx_bomb(20), "压缩比异常"),
            (files.xlsx_of_parts({}), "工作表是空的"),
            (files.xlsx_of_parts({"xl/workbook.xml": b"<workbook/>"}), "没有可见的工作表"),
            (files.xlsx_of_parts({"xl/worksheets/sheet1.xml": b"<worksheet>"}), "已损坏"),
            (
                files.xlsx_of_parts({"xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="gbk"?><worksheet/>'}),
                "编码 gbk",
            ),
            (workbook(HEADERS), "没有数据"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_with_the_reason(self, data: bytes, reason: str) -> None:
        faults = refusal(data)
        assert reason in faults[0].reason
        assert faults[0].row == 0

    def test_too_many_bytes(self) -> None:
        assert refusal(workbook(HEADERS, ["张三", "1"]), max_bytes=1024)[0].reason.startswith("文件超过")

    def test_too_many_rows(self) -> None:
        rows = [[f"n{number}", "1"] for number in range(4)]
        assert len(read_table(workbook(HEADERS, *rows), COLUMNS, max_rows=4).rows) == 4
        assert refusal(workbook(HEADERS, *rows), max_rows=3)[0].reason == "数据超过3行"

    def test_a_cell_far_away_costs_nothing(self) -> None:
        far = sheet_of('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>')
        assert refusal(far)[0].reason == "工作表超过200列"

    def test_a_directory_that_points_before_the_file(self) -> None:
        data = bytearray(workbook(HEADERS, ["张三", "1"]))
        data[-6:-2] = (10_000_000).to_bytes(4, "little")  # where the directory of the container is said to begin
        assert "已损坏" in refusal(bytes(data))[0].reason

    def test_a_sheet_that_lives_elsewhere_is_never_fetched(self) -> None:
        relation = (
            b'<Relationships><Relationship Id="r1" TargetMode="External" Target="http://x/s.xml"/></Relationships>'
        )
        assert "没有可见的工作表" in refusal(files.xlsx_of_parts({"xl/_rels/workbook.xml.rels": relation}))[0].reason

    @given(st.data())
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_a_damaged_file_is_refused_and_never_crashes(self, data: st.DataObject) -> None:
        whole = bytearray(SOUND)
        for _ in range(data.draw(st.integers(1, 8))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        end = data.draw(st.integers(len(whole) // 2, len(whole)))
        with suppress(SpreadsheetFault):
            assert isinstance(read_table(bytes(whole[:end]), COLUMNS), Table)

    @given(st.text("<>cvrowts=\"' 0123456789/AZ&;xf", max_size=60))
    @settings(max_examples=150)
    def test_a_strange_sheet_is_refused_and_never_crashes(self, cells: str) -> None:
        with suppress(SpreadsheetFault):
            assert isinstance(read_table(sheet_of(cells), COLUMNS), Table)


class TestHostileFiles:
    """What is tiny and costs much, or is sound XML and no sheet."""

    @staticmethod
    def _with_shared_strings(relations: int) -> bytes:
        named = "".join(f'<Relationship Id="s{at}" Target="sharedStrings.xml"/>' for at in range(relations))
        sheet = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        parts = {
            "xl/sharedStrings.xml": b"<sst><si><t>x</t></si></sst>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{sheet}{named}</Relationships>".encode(),
        }
        return sheet_of('<row><c t="s"><v>0</v></c></row>', **parts)

    def test_shared_texts_named_by_many_relations_are_read_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read, parts = package.parse_part, []

        def counted(of: Any, name: str, **handlers: Any) -> None:
            parts.append(name)
            read(of, name, **handlers)

        monkeypatch.setattr(workbook_module, "parse_part", counted)
        assert texts(self._with_shared_strings(400)) == [["x", ""]]
        assert parts.count("xl/sharedStrings.xml") == 1

    def test_too_many_relations(self) -> None:
        assert refusal(self._with_shared_strings(1001))[0].reason == "文件内部结构异常"

    def test_no_more_stray_cells_are_kept_than_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[str] = []

        def shortened(value: str) -> str:
            made.append(value)
            return value

        monkeypatch.setattr(reading, "shortened", shortened)
        row = "".join('<c t="str"><v>x</v></c>' for _ in range(199))
        faults = refusal(sheet_of(f"<row>{row}</row>" * 30))
        assert (len(faults), len(made)) == (1000, 1000)

    def test_a_cell_that_no_spreadsheet_program_holds(self) -> None:
        fault = refusal(sheet_of(f'<row><c t="str"><v>{"长" * 32_768}</v></c></row>'))[0]
        assert (fault.row, fault.column, fault.reason) == (2, "姓名", "单元格内容超过32767个字符")
        assert len(fault.value) < 100

    @pytest.mark.parametrize("numbers", [(5, 4), (3, 3), (1, 2), (1_048_577,), (999_999_999,)])
    def test_rows_out_of_order_or_beyond_the_last(self, numbers: tuple[int, ...]) -> None:
        rows = "".join(f'<row r="{number}"><c t="str"><v>x</v></c></row>' for number in numbers)
        assert refusal(sheet_of(rows))[0].reason == "工作表的行号顺序异常"
