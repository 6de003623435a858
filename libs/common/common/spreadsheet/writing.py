"""Workbooks for people. Every cell is text: what came from a person is never a formula, a link or a number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from common.spreadsheet.columns import RESULT_HEADER, Column
from common.spreadsheet.engine import column_name, new_workbook
from common.spreadsheet.faults import LONGEST_CELL
from common.spreadsheet.reading import Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_NARROW, _WIDE, _RESULT = 12, 26, 60
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_TEXT = "@"
_FAULTY = "#FFC7CE"
_GUIDE, _CHOICES = "填写说明", "选项"


def write_table(headers: Sequence[str], rows: Iterable[Mapping[str, str]], *, sheet_name: str = "数据") -> bytes:
    """A workbook with one sheet: a header row and one row per mapping; absent values are blank."""
    return _write(headers, enumerate(rows, start=2), sheet_name)


def annotate(table: Table, results: Mapping[int, str], marked: Collection[tuple[int, str]] = ()) -> bytes:
    """The table's rows at their own row numbers, with a 校验结果 column that holds `results` by row number.

    What is longer than a cell can be is cut.

    Args:
        marked: cells to colour, by row number and header.
    """
    headers = [*table.headers, RESULT_HEADER]
    said = ((row.number, {**row.values, RESULT_HEADER: results.get(row.number, "")}) for row in table.rows)
    rows = ((number, {header: text[:LONGEST_CELL] for header, text in values.items()}) for number, values in said)
    return _write(headers, rows, "数据", marked)


def write_template(columns: Sequence[Column], *, max_rows: int = 10_000) -> bytes:
    """An empty workbook to fill in: headers, text format, hints, drop-down lists, and a sheet that explains them."""
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        text, bold = book.add_format({"num_format": _TEXT}), _header_format(book)
        sheet, guide = book.add_worksheet("数据"), book.add_worksheet(_GUIDE)
        choices = book.add_worksheet(_CHOICES)
        choices.hide()
        sheet.freeze_panes(1, 0)
        guide.set_column(0, 2, _WIDE)
        for place, title in enumerate(("列名", "是否必须有此列", "填写要求")):
            guide.write_string(0, place, title, bold)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column.header), text)
            sheet.write_string(0, place, column.header, bold)
            for offset, cell in enumerate((column.header, "是" if column.required else "否", column.hint)):
                guide.write_string(place + 1, offset, cell)
            for line, choice in enumerate(column.choices):
                choices.write_string(line, place, choice)
            sheet.data_validation(1, place, max_rows, place, _validation(column, place))
    return buffer.getvalue()


def _write(
    headers: Sequence[str],
    rows: Iterable[tuple[int, Mapping[str, str]]],
    sheet_name: str,
    marked: Collection[tuple[int, str]] = (),
) -> bytes:
    buffer = BytesIO()
    with new_workbook(buffer, text_options()) as book:
        sheet = book.add_worksheet(sheet_name)
        text = write_headers(book, sheet, headers)
        faulty = book.add_format({"num_format": _TEXT, "bg_color": _FAULTY})
        for number, values in rows:
            for place, header in enumerate(headers):
                value = values.get(header, "")
                if (number, header) in marked:
                    sheet.write(number - 1, place, fitting(value), faulty)
                elif value:
                    sheet.write_string(number - 1, place, fitting(value), text)
    return buffer.getvalue()


def write_headers(book: "Workbook", sheet: Any, headers: Sequence[str]) -> Any:
    """The first row, which stays in sight. Returns the format of the cells below."""
    text, bold = book.add_format({"num_format": _TEXT}), _header_format(book)
    sheet.freeze_panes(1, 0)
    for place, header in enumerate(headers):
        sheet.set_column(place, place, _width(header), text)
        sheet.write_string(0, place, header, bold)
    return text


def text_options() -> dict[str, bool]:
    """What makes every cell a text."""
    # Rows go to disk as they are written; a text such as =1+1 or https://… stays a text.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return {"constant_memory": True, **plain}


def _header_format(book: "Workbook") -> object:
    return book.add_format({"bold": True, "num_format": _TEXT, "bg_color": "#DDEBF7", "border": 1})


def _width(header: str) -> int:
    if header == RESULT_HEADER:
        return _RESULT
    return max(_NARROW, min(_WIDE, len(header) * 4))


def _validation(column: Column, place: int) -> dict[str, object]:
    prompt: dict[str, object] = {
        "validate": "any",
        "input_title": column.header[:_LONGEST_TITLE],
        "input_message": (column.hint or column.header)[:_LONGEST_PROMPT],
    }
    if not column.choices:
        return prompt
    # A range, because a list written into the rule holds 255 characters only. Codes may be typed as well.
    letter = column_name(place)
    source = f"={_CHOICES}!${letter}$1:${letter}${len(column.choices)}"
    return {
        **prompt,
        "validate": "list",
        "source": source,
        "error_type": "information",
        "error_message": "请核对后确认",
    }


def fitting(value: str) -> str:
    """The value; a longer one than a cell can hold is a `ValueError`."""
    if len(value) > LONGEST_CELL:
        raise ValueError(f"a cell holds {LONGEST_CELL} characters, not {len(value)}")
    return value
