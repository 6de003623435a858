"""Comparing rows of the source with the roster and keeping the sound ones."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.contracts.roster import HEADERS, RosterRow
from common.service import Context
from common.spreadsheet import CheckedRow, Fault, Row, Table, check_rows
from identity.roster.commands import held_comparison, keep_versions
from identity.roster.states import Change, Place, Rehearsal, misplacements
from identity.roster_pulls.states import Pending, plain
from identity.roster_pulls.tables import RosterPull
from identity.schools.queries import names_of_school


@dataclass(frozen=True)
class TakenRows:
    """What has come of rows."""

    counts: dict[str, int]
    """How many are new, changed, unchanged and faulty."""
    refused: frozenset[str]
    """The 考生号 of the faulty ones."""
    faults: list[dict[str, str]]


def author(pull: RosterPull) -> str:
    """By whom versions of a pull are."""
    return f"employment:{pull.id}"


async def take_rows(session: AsyncSession, context: Context, pull: RosterPull, stated: Sequence[Pending]) -> TakenRows:
    """Keep the sound ones of these rows."""
    place: Place = (pull.school_code, pull.cohort)
    cipher = context.resources.cipher
    checked = await _checked(session, pull, stated)
    rehearsal = await held_comparison(session, cipher, place, *checked)
    await keep_versions(session, cipher, rehearsal.versions, Change(uuid7(), *place, author(pull), clock.now()))
    counts = rehearsal.counts()
    return TakenRows(
        counts={name: counts[name] for name in ("new", "changed", "unchanged", "faulty")},
        refused=frozenset(stated[fault.row - 1].exam_number for fault in rehearsal.faults),
        faults=[_told(fault, stated) for fault in rehearsal.faults],
    )


async def _checked(
    session: AsyncSession, pull: RosterPull, stated: Sequence[Pending]
) -> tuple[Rehearsal, list[CheckedRow[RosterRow]]]:
    """The sound rows, numbered by their place, and what is wrong with the others."""
    names = await names_of_school(session, pull.school_code)
    rows = [Row(at, item.row or {}) for at, item in enumerate(stated, start=1)]
    table = Table(HEADERS, rows)
    good, faults = await asyncio.to_thread(check_rows, table, RosterRow, unique=("身份证号",))
    faults += [fault for row in good for fault in misplacements(row, names, pull.cohort, "all")]
    faults += [_mistaken(row.number) for row in good if row.value.exam_number != stated[row.number - 1].exam_number]
    at_fault = {fault.row for fault in faults}
    return Rehearsal(total=len(rows), faults=faults), [row for row in good if row.number not in at_fault]


def _told(fault: Fault, stated: Sequence[Pending]) -> dict[str, str]:
    # Without the cell's value, which may be somebody's ID number; a field may be a header that the source made up.
    number = stated[fault.row - 1].exam_number
    return {
        "exam_number": number,
        "field": plain(fault.column),
        "reason": plain(fault.reason),
        "remedy": plain(fault.remedy),
    }


def _mistaken(row: int) -> Fault:
    return Fault(row, "考生号", "", "与就业管理系统记录的考生号不一致", "请在就业管理系统中核对该生的考生号")
