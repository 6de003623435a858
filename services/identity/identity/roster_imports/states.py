"""What the result column of a checked workbook says of each row. Pure."""

from collections import defaultdict

from identity.roster.states import NewVersion, Rehearsal

SOUND = {True: "通过：新增", False: "通过：变更", None: "通过：无变化"}


def results(rehearsal: Rehearsal) -> dict[int, str]:
    """One text per row number: what is wrong with the row, or what it will do and what is doubtful in it."""
    faults, doubts = defaultdict(list), defaultdict(list)
    for fault in rehearsal.faults:
        faults[fault.row].append(f"{fault.column}：{fault.reason}，{fault.remedy}".removeprefix("："))
    for row, reason in rehearsal.warnings:
        doubts[row].append(reason)
    said = {row: f"不通过：{'；'.join(reasons)}" for row, reasons in faults.items()}
    for row, version in rehearsal.made.items():
        notes = f"（提示：{'；'.join(doubts[row])}）" if row in doubts else ""
        said.setdefault(row, f"{SOUND[_is_new(version)]}{notes}")
    return said


def marked(rehearsal: Rehearsal) -> frozenset[tuple[int, str]]:
    """The faulty cells by row number and header."""
    return frozenset((fault.row, header) for fault in rehearsal.faults for header in fault.column.split("、"))


def _is_new(version: NewVersion | None) -> bool | None:
    return None if version is None else version.version == 1
