"""Workbooks (xlsx) from and for people: read as text with every limit checked, rows checked by a pydantic model,
results written back beside the rows."""

from common.spreadsheet.columns import RESULT_HEADER, Column, columns_of
from common.spreadsheet.faults import Fault, SpreadsheetFault
from common.spreadsheet.growing import GrowingTable
from common.spreadsheet.reading import Row, Table, read_rows, read_table
from common.spreadsheet.rows import CheckedRow, check_rows, duplicates
from common.spreadsheet.writing import annotate, write_table, write_template

__all__ = [
    "RESULT_HEADER",
    "CheckedRow",
    "Column",
    "Fault",
    "GrowingTable",
    "Row",
    "SpreadsheetFault",
    "Table",
    "annotate",
    "check_rows",
    "columns_of",
    "duplicates",
    "read_rows",
    "read_table",
    "write_table",
    "write_template",
]
