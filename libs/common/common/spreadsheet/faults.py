"""What is wrong with a workbook, in words its sender can act on."""

from dataclasses import dataclass

MOST_FAULTS = 1000  # a file with more is wrong as a whole; the rest adds nothing
LONGEST_CELL = 32_767
"""So many characters a cell holds, says Excel."""
_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Fault:
    """One fault. `row` is the sheet's own row number, 0 for the whole file; `column` a header, a letter or empty.

    `value` is what the cell holds and may be personal: show it to the sender, never log it.
    """

    row: int
    column: str
    value: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The fault in one sentence, as a result column shows it."""
        place = "" if self.reason.startswith(self.column) else f"{self.column}："
        return f"{place}{self.reason}，{self.remedy}"


class SpreadsheetFault(ValueError):
    """The workbook cannot be taken as it is. Nothing of it was used. `faults` holds the first 1,000."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults[:MOST_FAULTS]
        first = faults[0]
        place = f"第{first.row}行 " if first.row else ""
        rest = f"（共{len(faults)}处）" if len(faults) > 1 else ""
        super().__init__(f"{place}{first.sentence}{rest}")


def file_fault(reason: str, remedy: str) -> SpreadsheetFault:
    """A fault of the file as a whole."""
    return SpreadsheetFault([Fault(0, "", "", reason, remedy)])


def shortened(value: str) -> str:
    """A value as a fault quotes it."""
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
