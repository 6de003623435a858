"""Checking an employer's workbook of graduates, and taking it over into the favourites."""

from agreements.favourite_imports.commands.desk import Desk
from agreements.favourite_imports.commands.imports import Imported, forget_imports, rehearse, take_over, workbook_of
from agreements.favourite_imports.commands.sheets import COLUMNS, MOST_BYTES, MOST_ROWS

__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "MOST_ROWS",
    "Desk",
    "Imported",
    "forget_imports",
    "rehearse",
    "take_over",
    "workbook_of",
]
