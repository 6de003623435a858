"""Checking a school's workbook and taking it over."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.codes.levels import DataScope
from common.contracts.roster import RosterRow
from common.crypto import Cipher
from common.errors import FieldFault
from common.spreadsheet import CheckedRow, Fault, SpreadsheetFault, Table, annotate, check_rows, columns_of, read_rows
from identity.roster.commands import comparison, held_comparison, keep_versions
from identity.roster.states import MOST_TOLD, Change, Rehearsal, misplacements
from identity.roster_imports import store
from identity.roster_imports.errors import RehearsalHasFaults, RehearsalNotFound, RosterRefused
from identity.roster_imports.states import marked, results
from identity.schools.queries import names_of_school

T = TypeVar("T")
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
COLUMNS = columns_of(RosterRow)
UNIQUE = ("考生号", "身份证号")
REHEARSAL_KEPT = timedelta(hours=24)
FORGET_BATCH = 20
_workbooks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="workbooks")
"""So many workbooks are read or written at once; the others wait. Not in the threads that check passwords."""


@dataclass(frozen=True)
class Checked:
    """A workbook checked against itself and the school."""

    table: Table
    rehearsal: Rehearsal
    rows: list[CheckedRow[RosterRow]]
    """The sound ones."""


@dataclass(frozen=True)
class Kept:
    """A rehearsal that can be looked at and taken over until then."""

    id: UUID
    expires_at: datetime
    rehearsal: Rehearsal


async def rehearse_import(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, cohort: int, workbook: bytes
) -> Kept:
    """Check a file against itself, the school and the cohort as it is. Changes nothing on the roster.

    Raises:
        RosterRefused: the file as a whole cannot be read as a roster.
    """
    checked = await _read(session, actor, cohort, workbook)
    rehearsal = await comparison(session, cipher, (actor.school_code, cohort), checked.rehearsal, checked.rows)
    kept = Kept(uuid7(), clock.now() + REHEARSAL_KEPT, rehearsal)
    # Ten thousand rows are written in seconds: not on the event loop.
    annotated = await _aside(annotate, checked.table, results(rehearsal), marked(rehearsal))
    await store.keep(
        session,
        cipher,
        annotated,
        id=kept.id,
        school_code=actor.school_code,
        cohort=cohort,
        made_by=actor.key,
        data_scope=actor.data_scope,
        importable=not rehearsal.faults,
        expires_at=kept.expires_at,
    )
    return kept


async def import_roster(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, cohort: int, workbook: bytes
) -> Rehearsal:
    """Take a file over, whole or not at all.

    Raises:
        RosterRefused: it has faults; nothing was stored.
    """
    checked = await _read(session, actor, cohort, workbook)
    place = (actor.school_code, cohort)
    rehearsal = await held_comparison(session, cipher, place, checked.rehearsal, checked.rows)
    if rehearsal.faults:
        raise _refused(rehearsal)
    await keep_versions(session, cipher, rehearsal.versions, Change(uuid7(), *place, actor.key, clock.now()))
    return rehearsal


async def take_over(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, rehearsal_id: UUID
) -> tuple[int, Rehearsal]:
    """Import the workbook of a rehearsal, checked once more against the roster as it is now. Also returns the cohort.

    Raises:
        RehearsalNotFound: another user's, or its day is over.
        RehearsalHasFaults: nothing of it can be taken over.
        RosterRefused: what was sound then is not any more.
    """
    kept = await store.find(session, rehearsal_id, actor, clock.now())
    if kept is None:
        raise RehearsalNotFound
    if not kept.importable:
        raise RehearsalHasFaults(who_can_change="学校用户修改文件后重新上传")
    workbook = await store.workbook_of(cipher, kept)
    return kept.cohort, await import_roster(session, cipher, actor, kept.cohort, workbook)


async def forget_rehearsals(session: AsyncSession) -> int:
    """One batch of rehearsals whose day is over."""
    return await store.forget(session, clock.now(), FORGET_BATCH)


async def _read(session: AsyncSession, actor: SchoolUser, cohort: int, workbook: bytes) -> Checked:
    names = await names_of_school(session, actor.school_code)
    # Unpacking and checking takes seconds for ten thousand rows: not on the event loop.
    return await _aside(_check, workbook, names, cohort, actor.data_scope)


async def _aside(work: Callable[..., T], *what: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workbooks, work, *what)


def _check(workbook: bytes, school_names: list[str], cohort: int, scope: DataScope) -> Checked:
    try:
        table, unreadable = read_rows(workbook, COLUMNS, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except SpreadsheetFault as refused:
        raise _refused(Rehearsal(faults=list(refused.faults))) from refused
    rows, faults = check_rows(table, RosterRow, unique=UNIQUE)
    told = {(fault.row, fault.column) for fault in unreadable}
    faults = [*unreadable, *(fault for fault in faults if (fault.row, fault.column) not in told)]
    faults += [fault for row in rows for fault in misplacements(row, school_names, cohort, scope)]
    at_fault = {fault.row for fault in faults}
    sound = [row for row in rows if row.number not in at_fault]
    warnings = [(row.number, doubt) for row in sound for doubt in row.value.warnings()]
    rehearsal = Rehearsal(total=len(table.rows), faults=faults, warnings=warnings, scope=scope)
    return Checked(table, rehearsal, sound)


def _refused(rehearsal: Rehearsal) -> RosterRefused:
    count = len(rehearsal.faults)
    listed = f"（列出前 {MOST_TOLD} 处）" if count > MOST_TOLD else ""
    return RosterRefused(
        f"共有 {count} 处错误{listed}，未导入任何数据。",
        errors=[_told(fault) for fault in rehearsal.faults[:MOST_TOLD]],
        counts=rehearsal.counts(),
        fault_count=count,
    )


def _told(fault: Fault) -> FieldFault:
    # Without the cell's value: a refusal may be logged on its way, and the value may be somebody's ID number.
    place = f"第{fault.row}行 {fault.column}".strip() if fault.row else "file"
    return FieldFault(field=place, reason=fault.reason, remedy=fault.remedy)
