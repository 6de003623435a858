"""An uploaded workbook as a table of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from common.spreadsheet.cells import Sheet, column_letters, read_sheet
from common.spreadsheet.columns import RESULT_HEADER, Column, header_key, listed
from common.spreadsheet.faults import MOST_FAULTS, Fault, SpreadsheetFault, file_fault, shortened
from common.spreadsheet.package import opened
from common.spreadsheet.workbook import open_workbook

_TEMPLATE = "请使用下载的模板，不要改动表头"


@dataclass(frozen=True)
class Row:
    """`number` is the sheet's own; `values` has every header of the table, blank cells as ""."""

    number: int
    values: dict[str, str]
    result: str = ""
    """What an earlier check said of it: the 校验结果 of a workbook that comes back."""


@dataclass(frozen=True)
class Table:
    """`headers` in the order of the file, spelled as the columns spell them."""

    headers: tuple[str, ...]
    rows: list[Row]


def read_table(
    data: bytes, columns: Sequence[Column], *, max_rows: int = 10_000, max_bytes: int = 10 * 1024 * 1024
) -> Table:
    """The first visible sheet: its first filled row is the header, in any order; blank rows are skipped.

    Cells are text: 1.0 is "1", a date is "YYYYMMDD". Raises `SpreadsheetFault` for anything that is no workbook or is
    beyond the limits of `package`, in bytes, entries, relations, unpacked size, ratio, rows, columns; for rows out of
    order; for missing, unknown and doubled headers; for formulas, error values, over-long cells and numbers that have
    lost digits. Macros are refused, links to other files are never followed. Within the limits a file may still take
    seconds to read: callers do so off the event loop and few at a time.
    """
    table, faults = read_rows(data, columns, max_rows=max_rows, max_bytes=max_bytes)
    if faults:
        raise SpreadsheetFault(faults)
    return table


def read_rows(
    data: bytes, columns: Sequence[Column], *, max_rows: int = 10_000, max_bytes: int = 10 * 1024 * 1024
) -> tuple[Table, list[Fault]]:
    """The same for who gives the workbook back with a result per row: faults of single cells are returned beside it.

    Raises `SpreadsheetFault` for what is wrong with the file as a whole, and for 1,000 such cells or more, of which
    the first 1,000 of each kind are told.
    """
    with opened(data, max_bytes) as package:
        sheet = read_sheet(package, open_workbook(package), max_rows)
    if not sheet.rows:
        raise file_fault("工作表是空的", "请按模板填写后重新上传")
    placed = _headers(sheet.rows[0], columns)
    faults = sorted([*_cell_faults(sheet, placed), *_stray_cells(sheet, placed)], key=lambda fault: fault.row)
    if len(faults) >= MOST_FAULTS:
        raise SpreadsheetFault(faults)
    taken = {column: header for column, header in placed.items() if header != RESULT_HEADER}
    result = next((column for column, header in placed.items() if header == RESULT_HEADER), 0)
    rows = [
        Row(number, {header: cells.get(column, "") for column, header in taken.items()}, cells.get(result, ""))
        for number, cells in sheet.rows[1:]
        if not cells.keys().isdisjoint(taken)
    ]
    if not rows:
        raise file_fault("工作表只有表头，没有数据", "请从第二行起填写数据后重新上传")
    return Table(tuple(taken.values()), rows), faults


def _headers(row: tuple[int, dict[int, str]], columns: Sequence[Column]) -> dict[int, str]:
    number, cells = row
    known = {header_key(column.header): column.header for column in columns} | {RESULT_HEADER: RESULT_HEADER}
    placed = {column: known.get(header_key(text), "") for column, text in cells.items()}
    found = list(placed.values())
    unknown = [shortened(cells[column].strip()) for column, header in placed.items() if not header]
    doubled = sorted({header for header in found if header and found.count(header) > 1})
    missing = [column.header for column in columns if column.required and column.header not in found]
    faults = []
    if missing:
        faults.append(Fault(number, "表头", "", f"缺少列{listed(missing)}", _TEMPLATE))
    if unknown:
        faults.append(
            Fault(
                number,
                "表头",
                "、".join(unknown)[:200],
                f"有不认识的列{listed(unknown[:20])}",
                "请删除这些列，或改为模板中的列名",
            )
        )
    if doubled:
        faults.append(Fault(number, "表头", "", f"列{listed(doubled)}重复", "每列只保留一个"))
    if faults:
        raise SpreadsheetFault(faults)
    return placed


def _cell_faults(sheet: Sheet, placed: dict[int, str]) -> list[Fault]:
    return [
        Fault(
            fault.row, placed.get(fault.column) or column_letters(fault.column), fault.value, fault.reason, fault.remedy
        )
        for fault in sheet.faults
        if placed.get(fault.column) != RESULT_HEADER
    ]


def _stray_cells(sheet: Sheet, placed: dict[int, str]) -> list[Fault]:
    strays = (
        Fault(
            number,
            column_letters(column),
            shortened(cells[column]),
            f"{column_letters(column)} 列没有表头却有内容",
            "请删除该列内容或补上表头",
        )
        for number, cells in sheet.rows[1:]
        for column in sorted(cells.keys() - placed.keys())
    )
    return list(islice(strays, MOST_FAULTS))
