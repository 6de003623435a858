"""The library that writes workbooks. It takes 11 MiB, which a process that writes none does without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def new_workbook(target: Any, options: dict[str, Any] | None = None) -> Workbook:
    """A workbook that is written to `target`, a path or a buffer."""
    from xlsxwriter import Workbook

    return Workbook(target, options)


def column_name(place: int) -> str:
    """A, B, … AA of the column at this place, counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))
