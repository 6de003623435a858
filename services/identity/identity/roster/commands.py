"""Importing a school's file, and the new versions that come of it."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.identity import GraduateCorrected, GraduateEnrolled
from common.contracts.roster import RosterRow
from common.crypto import Cipher
from common.errors import FieldFault
from common.messaging.outbox import emit_all
from common.spreadsheet import CheckedRow, Fault, SpreadsheetFault, check_rows, columns_of, read_table
from identity.roster import store
from identity.roster.errors import RosterRefused
from identity.roster.queries import graduate
from identity.roster.states import MOST_TOLD, KeptGraduate, NewVersion, Rehearsal, contact_from_chsi, misplacements
from identity.roster.store import Change
from identity.schools.queries import opened_school

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
COLUMNS = columns_of(RosterRow)
UNIQUE = ("考生号", "身份证号")


async def rehearse_import(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, cohort: int, workbook: bytes
) -> Rehearsal:
    """Check a file against itself, the school and the cohort as it is. Stores nothing."""
    rehearsal, rows = await _read(session, actor, cohort, workbook)
    kept = await store.cohort_of(session, cipher, actor.school_code, cohort)
    return rehearsal.compared(rows, kept)


async def import_roster(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, cohort: int, workbook: bytes
) -> Rehearsal:
    """Take a file over, whole or not at all.

    Raises:
        RosterRefused: it has faults; nothing was stored.
    """
    rehearsal, rows = await _read(session, actor, cohort, workbook)
    await store.hold_cohort(session, actor.school_code, cohort)
    kept = await store.cohort_of(session, cipher, actor.school_code, cohort)
    rehearsal.compared(rows, kept)
    if rehearsal.faults:
        raise _refused(rehearsal)
    await _hold_changed(session, cipher, rehearsal, rows, kept)
    change = Change(uuid7(), actor.school_code, cohort, actor.key, clock.now())
    await keep_versions(session, cipher, rehearsal.versions, change)
    return rehearsal


async def keep_versions(session: AsyncSession, cipher: Cipher, versions: Sequence[NewVersion], change: Change) -> None:
    """Keep new versions and say so. The caller holds the rows that they change, and the cohort if some are new."""
    if versions:
        records = await store.add_versions(session, cipher, versions, change)
        await emit_all(session, [(_event(record), record["version"]) for record in records])


async def take_contact(
    session: AsyncSession, cipher: Cipher, graduate_id: UUID, by: str, *, mobile: str | None, email: str | None
) -> KeptGraduate:
    """Let mobile and e-mail be those of the CHSI account (guides/004 §2). Returns the graduate as stored then."""
    # The row alone, not the cohort: a login must not wait while a school's file is compared.
    [kept] = await store.hold_graduates(session, cipher, [graduate_id])
    version = contact_from_chsi(kept, mobile, email)
    if version is None:
        await store.contact_is_chsi(session, graduate_id)
        return kept
    await keep_versions(session, cipher, [version], Change(uuid7(), kept.school_code, kept.cohort, by, clock.now()))
    return await graduate(session, cipher, graduate_id)


async def _hold_changed(
    session: AsyncSession,
    cipher: Cipher,
    rehearsal: Rehearsal,
    rows: list[CheckedRow[RosterRow]],
    kept: dict[str, KeptGraduate],
) -> None:
    """Hold the rows that the file changes, and compare again with those that a login has changed since they were read.

    A login changes mobile and e-mail only, and says that they are CHSI's: it adds nothing to what the file changes.
    """
    changed = [version.graduate_id for version in rehearsal.versions if version.version > 1]
    if not changed:
        return
    now = {held.particulars.exam_number: held for held in await store.hold_graduates(session, cipher, changed)}
    if any(kept[number] != held for number, held in now.items()):
        rehearsal.compared(rows, kept | now)


async def _read(
    session: AsyncSession, actor: SchoolUser, cohort: int, workbook: bytes
) -> tuple[Rehearsal, list[CheckedRow[RosterRow]]]:
    school = await opened_school(session, actor.school_code)
    # Unpacking and checking takes seconds for ten thousand rows: not on the event loop.
    return await asyncio.to_thread(_check, workbook, school.name, cohort)


def _check(workbook: bytes, school_name: str, cohort: int) -> tuple[Rehearsal, list[CheckedRow[RosterRow]]]:
    try:
        table = read_table(workbook, COLUMNS, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except SpreadsheetFault as refused:
        return Rehearsal(faults=list(refused.faults)), []
    rows, faults = check_rows(table, RosterRow, unique=UNIQUE)
    misplaced = [fault for row in rows for fault in misplacements(row, school_name, cohort)]
    at_fault = {fault.row for fault in misplaced}
    sound = [row for row in rows if row.number not in at_fault]
    warnings = [(row.number, doubt) for row in sound for doubt in row.value.warnings()]
    return Rehearsal(total=len(table.rows), faults=faults + misplaced, warnings=warnings), sound


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


def _event(record: dict[str, Any]) -> GraduateEnrolled | GraduateCorrected:
    kind = GraduateEnrolled if record["version"] == 1 else GraduateCorrected
    return kind(
        graduate_id=record["graduate_id"],
        person_index=record["person_index"],
        name=record["name"],
        id_number_masked=record["id_number_masked"],
        cohort=record["cohort"],
        school_code=record["school_code"],
        school_name=record["school_name"],
        department=record["department"],
        level_code=record["level"],
        major_name=record["major_name"],
        training_mode_code=record["training_mode"],
        may_sign=record["may_sign"],
    )
