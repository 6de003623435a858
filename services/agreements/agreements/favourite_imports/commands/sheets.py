"""The long work on a workbook: reading, checking, writing results, sealing. All of it beside the event loop."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from agreements.favourite_imports import store
from agreements.favourite_imports.errors import ImportRefused
from agreements.favourite_imports.schemas import MOST_TOLD, GraduateRow
from agreements.favourite_imports.states import Outcome, Results, RowResult, malformed
from agreements.favourites.errors import NoSuchGraduate
from agreements.parties.queries import Identification
from agreements.search_misses.commands import Sought, sought
from common.crypto import Cipher
from common.errors import FieldFault
from common.spreadsheet import Fault, SpreadsheetFault, Table, annotate, check_rows, columns_of, read_rows

T = TypeVar("T")
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
COLUMNS = columns_of(GraduateRow)
WITHHELD = "同一姓名和学校的身份证号过多，未查询"
_workbooks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="workbooks")
"""So many workbooks are read or written at once. The others wait, and hold no connection and no lock meanwhile."""


@dataclass(frozen=True)
class Checked:
    """A workbook checked against itself."""

    table: Table
    rows: list[int]
    """The numbers of the sound ones."""
    wanted: Sought
    """Whom they name."""
    faults: list[Fault]


@dataclass(frozen=True)
class Came:
    """What came of those whom the sound rows name."""

    graduates: Sequence[UUID | None]
    """Whom each row fits."""
    withheld: Collection[int]
    """The places among them of those that were not looked up."""
    was_there: Callable[[UUID], bool]
    otherwise: Outcome
    """What comes of those that were not."""


async def aside(work: Callable[..., T], *what: Any) -> T:
    """Ten thousand rows are read, written and sealed in seconds: not on the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_workbooks, work, *what)


def checked(workbook: bytes, cohort: int | None, cipher: Cipher) -> Checked:
    """The workbook as it was sent, row by row.

    Raises:
        ImportRefused: the file as a whole is no list of graduates.
    """
    table, unreadable = _read(workbook)
    return _checked(table, unreadable, (), cohort, cipher)


def reopened(workbook_sealed: str, cohort: int | None, cipher: Cipher) -> Checked:
    """The same of a workbook that is kept with its results. What could not be read, as a formula, stands in it as text:
    a row that was malformed stays so."""
    table, unreadable = _read(store.opened(workbook_sealed, cipher))
    return _checked(table, unreadable, _malformed_before(table), cohort, cipher)


def annotated(of: Checked, came: Came, cipher: Cipher) -> tuple[Results, str]:
    """What came of each row, and the workbook that says so, sealed."""
    results = _results(of, came)
    return results, store.sealed(annotate(of.table, results.sentences(), results.marked), cipher)


def _read(workbook: bytes) -> tuple[Table, list[Fault]]:
    try:
        return read_rows(workbook, COLUMNS, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except SpreadsheetFault as refused:
        reasons = [_told(fault) for fault in refused.faults[:MOST_TOLD]]
        raise ImportRefused(f"{reasons[0].reason}。", errors=reasons) from refused


def _checked(
    table: Table, unreadable: Sequence[Fault], before: Iterable[Fault], cohort: int | None, cipher: Cipher
) -> Checked:
    rows, faults = check_rows(table, GraduateRow)
    told = {(fault.row, fault.column) for fault in unreadable}
    faults = [*unreadable, *(fault for fault in faults if (fault.row, fault.column) not in told)]
    told_now = {fault.row for fault in faults}
    faults += [fault for fault in before if fault.row not in told_now]
    at_fault = {fault.row for fault in faults}
    sound = [row for row in rows if row.number not in at_fault]
    persons = [Identification(**row.value.model_dump(), cohort=cohort) for row in sound]
    return Checked(table, [row.number for row in sound], sought(cipher, persons), faults)


def _malformed_before(table: Table) -> Iterator[Fault]:
    """What the results that the workbook came with say of rows, as they say it."""
    for row in table.rows:
        label, _, said = row.result.partition("：")
        if label == Outcome.MALFORMED.label:
            reason, _, remedy = said.rpartition("，")
            yield Fault(row.number, "", "", reason, remedy)


def _results(of: Checked, came: Came) -> Results:
    told = malformed((fault.row, fault.sentence) for fault in of.faults)
    first: dict[UUID, int] = {}
    for place, (number, graduate_id) in enumerate(zip(of.rows, came.graduates, strict=True)):
        if place in came.withheld:
            told[number] = RowResult(number, Outcome.NOT_FOUND, WITHHELD)
        else:
            told[number] = _result(number, graduate_id, first, came)
    marked = frozenset((fault.row, fault.column) for fault in of.faults)
    return Results([told[row.number] for row in of.table.rows], marked)


def _result(row: int, graduate_id: UUID | None, first: dict[UUID, int], came: Came) -> RowResult:
    if graduate_id is None:
        return RowResult(row, Outcome.NOT_FOUND, NoSuchGraduate.remedy)
    earlier = first.setdefault(graduate_id, row)
    if earlier != row:
        return RowResult(row, Outcome.REPEATED, f"与第{earlier}行是同一名毕业生")
    return RowResult(row, Outcome.ALREADY if came.was_there(graduate_id) else came.otherwise)


def _told(fault: Fault) -> FieldFault:
    # Without the cell's value: a refusal may be logged on its way, and the value may be somebody's ID number.
    place = f"第{fault.row}行 {fault.column}".strip() if fault.row else "file"
    return FieldFault(field=place, reason=fault.reason, remedy=fault.remedy)
