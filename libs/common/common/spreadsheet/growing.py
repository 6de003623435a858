"""Workbooks too long for memory: rows go to disk as they come."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from common.spreadsheet.engine import new_workbook
from common.spreadsheet.writing import fitting, text_options, write_headers


class GrowingTable:
    """A workbook with one sheet: a header row, then whatever is added. Every cell is text.

    It belongs to one thread at a time, and all it writes lies in `folder`, which its owner removes.
    """

    def __init__(self, folder: Path, headers: Sequence[str], *, sheet_name: str = "数据") -> None:
        self.path = folder / "table.xlsx"
        self._book = new_workbook(str(self.path), {**text_options(), "tmpdir": str(folder)})
        self._sheet = self._book.add_worksheet(sheet_name)
        self._text = write_headers(self._book, self._sheet, headers)
        self._next = 1

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Further rows, each in the order of the headers."""
        for row in rows:
            for place, value in enumerate(row):
                if value:
                    self._sheet.write_string(self._next, place, fitting(value), self._text)
            self._next += 1

    def close(self) -> Path:
        """Finish the file. Nothing can be added afterwards."""
        self._book.close()
        return self.path
