"""A sheet's cells as text, read in one pass.

Own reader instead of python-calamine: that shows a formula's cached value as if it had been typed, turns the 18 digits
of an ID number into a float, and lays the sheet out as a dense grid, which one cell at XFD1048576 makes enormous.
"""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from common.spreadsheet.faults import LONGEST_CELL, MOST_FAULTS, file_fault, shortened
from common.spreadsheet.package import Attributes, parse_part, whole_number
from common.spreadsheet.workbook import Workbook, unescaped

_MOST_COLUMNS = 200
_LAST_ROW = 1_048_576
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SCIENTIFIC = re.compile(r"-?[0-9](\.[0-9]+)?[Ee]\+[0-9]{2,}")
_EXACT_BELOW = Decimal(10) ** 15  # a spreadsheet keeps 15 digits of a number
_DIGITS_LOST = "长数字已变成数值或科学计数法，末几位已丢失"
_AS_TEXT = "请将该列设为文本格式后重新填写"
_LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be read as what its sender meant. `column` counts from 1."""

    row: int
    column: int
    value: str
    reason: str
    remedy: str


@dataclass
class Sheet:
    """Rows with something in them: their number and their texts by column (from 1)."""

    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


class _Unreadable(Exception):
    def __init__(self, reason: str, remedy: str, shown: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.shown = shown
        """What stands in for the cell, where that is not what was read."""


def read_sheet(package: zipfile.ZipFile, book: Workbook, max_rows: int) -> Sheet:
    """The first visible sheet.

    Of cells beside the columns of the first filled row only the first 1,000 are kept: enough to refuse the file.
    Raises `SpreadsheetFault` for more than `max_rows` filled rows below the header, and for rows out of order.
    """
    reader = _Reader(book, max_rows)
    parse_part(package, book.sheet, on_start=reader.on_start, on_end=reader.on_end, on_text=reader.on_text)
    return reader.sheet


class _Reader:
    def __init__(self, book: Workbook, max_rows: int) -> None:
        self.sheet = Sheet()
        self._book = book
        self._max_rows = max_rows
        self._strays = 0
        self._row = 0
        self._column = 0
        self._cells: dict[int, str] = {}
        self._kind = ""
        self._style = 0
        self._formula = False
        self._taking = False
        self._phonetic = False
        self._pieces: list[str] = []

    def on_start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self._taking = not self._phonetic
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = whole_number(attributes.get("r"), self._row + 1)
            self._column = 0
            self._cells = {}
        elif tag == "rPh":
            self._phonetic = True

    def on_text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def on_end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._phonetic = False

    def _start_cell(self, attributes: Attributes) -> None:
        placed = _ADDRESS.fullmatch(attributes.get("r", ""))
        self._column = column_number(placed[1]) if placed else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = whole_number(attributes.get("s"), 0)
        self._formula = False
        self._pieces = []

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        try:
            text = _fitting(self._text_of(raw))
        except _Unreadable as fault:
            if len(self.sheet.faults) < MOST_FAULTS:
                found = CellFault(self._row, self._column, shortened(raw), fault.reason, fault.remedy)
                self.sheet.faults.append(found)
            text = fault.shown or raw[:LONGEST_CELL] or "?"
        if not text or text.isspace():
            return
        if self._column > _MOST_COLUMNS:
            raise file_fault(f"工作表超过{_MOST_COLUMNS}列", "请删除模板以外的列后重新上传")
        if self.sheet.rows and self._column not in self.sheet.rows[0][1]:
            self._strays += 1
            if self._strays > MOST_FAULTS:
                return
        self._cells[self._column] = text

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.sheet.rows) > self._max_rows:  # the header is one of them
            raise file_fault(f"数据超过{self._max_rows}行", "请拆分后分批上传")
        last = self.sheet.rows[-1][0] if self.sheet.rows else 0
        if not last < self._row <= _LAST_ROW:  # rows written back would overwrite each other
            raise file_fault("工作表的行号顺序异常", "请用 Excel 或 WPS 打开后另存为 .xlsx 格式，再重新上传")
        self.sheet.rows.append((self._row, self._cells))

    def _text_of(self, raw: str) -> str:
        if self._formula:
            address = f"{column_letters(self._column)}{self._row}"
            raise _Unreadable(f"单元格 {address} 是公式", "请复制后“选择性粘贴”为数值（文本）")
        if self._kind == "s":
            return _not_scientific(self._shared(raw))
        if self._kind in {"inlineStr", "str"}:
            return _not_scientific(unescaped(raw))
        if self._kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if self._kind == "e":
            raise _Unreadable(f"单元格是错误值 {raw}", "请改为正确的内容")
        if self._kind == "d":
            return raw[:10].replace("-", "")
        return self._number(raw.strip())

    def _shared(self, raw: str) -> str:
        index = whole_number(raw.strip(), -1)
        if not 0 <= index < len(self._book.texts):
            raise _Unreadable("单元格内容已损坏", "请重新填写该单元格")
        return self._book.texts[index]

    def _number(self, raw: str) -> str:
        if not raw:
            return ""
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise _Unreadable("单元格内容已损坏", "请重新填写该单元格") from None
        if not number.is_finite():
            raise _Unreadable(_DIGITS_LOST, _AS_TEXT)
        if abs(number) >= _EXACT_BELOW:
            # As spreadsheets show it, so that the row is refused again in the workbook that goes back.
            raise _Unreadable(_DIGITS_LOST, _AS_TEXT, f"{number:.5E}")
        styles = self._book.date_styles
        if self._style < len(styles) and styles[self._style]:
            return _day(number, starts_1904=self._book.starts_1904)
        return str(int(number)) if number == number.to_integral_value() else f"{float(number)!r}"


def _fitting(text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise _Unreadable(f"单元格内容超过{LONGEST_CELL}个字符", "请删减该单元格的内容")
    return text


def _not_scientific(text: str) -> str:
    if "+" in text and _SCIENTIFIC.fullmatch(text.strip()):
        raise _Unreadable(_DIGITS_LOST, _AS_TEXT)
    return text


def _day(serial: Decimal, *, starts_1904: bool) -> str:
    if not 0 < serial <= _LAST_DAY:
        raise _Unreadable("日期超出范围", "请以文本填写8位数字，如 20020315")
    # Before March 1900 serials are one off, because the 1900 date system counts a 29 February that never was.
    start = datetime(1904, 1, 1) if starts_1904 else datetime(1899, 12, 30) if serial >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001
    return (start + timedelta(days=int(serial))).strftime("%Y%m%d")


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
