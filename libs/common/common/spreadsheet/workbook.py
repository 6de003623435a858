"""What a sheet's cells need from the rest of the workbook: which sheet, its shared texts, its date formats."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.spreadsheet.faults import file_fault
from common.spreadsheet.package import Attributes, local, parse_part, relations, whole_number

_WORKBOOK = "xl/workbook.xml"
# ECMA-376 part 1 §18.8.30: the built-in formats that show a day, with those of Chinese Excel (27–36, 50–58).
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_NOT_A_PATTERN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)


@dataclass
class Workbook:
    """The first visible sheet's part and how to read its cells."""

    sheet: str = ""
    starts_1904: bool = False
    texts: list[str] = field(default_factory=list)
    date_styles: list[bool] = field(default_factory=list)


def open_workbook(package: zipfile.ZipFile) -> Workbook:
    """Raises `SpreadsheetFault` if no sheet is visible."""
    book = Workbook()
    targets = relations(package, _WORKBOOK)

    def on_start(tag: str, attributes: Attributes) -> None:
        if tag == "workbookPr":
            book.starts_1904 = attributes.get("date1904") in {"1", "true"}
        if tag == "sheet" and not book.sheet and attributes.get("state", "visible") == "visible":
            ids = [value for name, value in attributes.items() if local(name) == "id"]
            book.sheet = next((targets[each] for each in ids if each in targets), "")

    parse_part(package, _WORKBOOK, on_start=on_start)
    if not book.sheet:
        raise file_fault("文件中没有可见的工作表", "请取消隐藏工作表后重新上传")
    # A workbook has one part of each kind: however many relations name one, one is read, and once.
    if texts := _first(targets, "sharedStrings.xml"):
        book.texts = _shared_texts(package, texts)
    if styles := _first(targets, "styles.xml"):
        book.date_styles = _date_styles(package, styles)
    return book


def _first(targets: Mapping[str, str], ending: str) -> str:
    return next((target for target in targets.values() if target.endswith(ending)), "")


def unescaped(text: str) -> str:
    """ECMA-376 writes characters that XML cannot hold as _x000D_. Half a surrogate pair stays as it is written."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: found[0] if int(found[1], 16) in _SURROGATES else chr(int(found[1], 16)), text)


def _shared_texts(package: zipfile.ZipFile, part: str) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def on_start(tag: str, attributes: Attributes) -> None:
        inside.append(tag)

    def on_end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append(unescaped("".join(pieces)))
            pieces.clear()

    def on_text(text: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:  # rPh: the reading above a word, not the word
            pieces.append(text)

    parse_part(package, part, on_start=on_start, on_end=on_end, on_text=on_text)
    return texts


def _date_styles(package: zipfile.ZipFile, part: str) -> list[bool]:
    dates = set(_DATE_FORMATS)
    styles: list[bool] = []
    inside: list[str] = []

    def on_start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt" and _shows_a_day(attributes.get("formatCode", "")):
            dates.add(whole_number(attributes.get("numFmtId"), 0))
        if tag == "xf" and inside and inside[-1] == "cellXfs":
            styles.append(whole_number(attributes.get("numFmtId"), 0) in dates)
        inside.append(tag)

    def on_end(tag: str) -> None:
        inside.pop()

    parse_part(package, part, on_start=on_start, on_end=on_end)
    return styles


def _shows_a_day(pattern: str) -> bool:
    plain = _NOT_A_PATTERN.sub("", pattern).lower()
    return "y" in plain or "d" in plain
