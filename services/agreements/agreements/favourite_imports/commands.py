"""Checking an employer's workbook of graduates, and taking it over into the favourites."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.favourite_imports import store
from agreements.favourite_imports.errors import FoundTooFew, ImportNotFound, ImportRefused, LookedUpTooMany
from agreements.favourite_imports.schemas import MOST_TOLD, GraduateRow
from agreements.favourite_imports.states import Outcome, Results, RowResult, malformed
from agreements.favourite_imports.tables import FavouriteImport
from agreements.favourites import commands as favourites
from agreements.favourites import queries as held
from agreements.favourites.errors import NoSuchGraduate
from agreements.parties import queries as parties
from agreements.parties.queries import Graduate, Identification
from agreements.search_misses.commands import LookedUp, look_up
from agreements.settings import ImportSettings
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from common.database import Database
from common.errors import FieldFault
from common.spreadsheet import CheckedRow, Fault, SpreadsheetFault, Table, annotate, check_rows, columns_of, read_rows

T = TypeVar("T")
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
COLUMNS = columns_of(GraduateRow)
WITHHELD = "同一姓名和学校的身份证号过多，未查询"
KEPT = timedelta(hours=24)
FORGET_BATCH = 20
_workbooks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="workbooks")
"""So many workbooks are read or written at once; the others wait, and nothing else of the service does."""


@dataclass(frozen=True)
class Desk:
    """Who works, for whom, and with what."""

    actor: EmployerUser
    employer_id: UUID
    cipher: Cipher
    database: Database
    """For what is asked and counted before the request's own transaction needs a connection."""
    limits: ImportSettings
    numbers_per_name: int
    """How many different ID numbers are looked up for one name and school."""


@dataclass(frozen=True)
class Checked:
    """A workbook checked against itself."""

    table: Table
    rows: list[CheckedRow[GraduateRow]]
    """The sound ones."""
    faults: list[Fault]


@dataclass(frozen=True)
class Imported:
    """An import and what came of its rows."""

    id: UUID
    expires_at: datetime
    results: Results


async def rehearse(session: AsyncSession, desk: Desk, cohort: int | None, workbook: bytes) -> Imported:
    """Look up every row of a file and say what would come of it. The favourites stay as they are.

    Raises:
        ImportRefused: the file as a whole cannot be read.
        EmployerNotVerified, EmployerSuspended, LookedUpTooMany, FoundTooFew.
    """
    await _count_file(desk)
    checked = await _aside(_check, workbook)
    looked = await _look_up_and_count(desk, cohort, checked)
    there = await held.graduates_held(session, desk.employer_id, [each.graduate_id for each in looked.found if each])
    results = _results(checked, looked, lambda graduate_id: graduate_id in there, Outcome.READY)
    kept = Imported(uuid7(), clock.now() + KEPT, results)
    await store.keep(
        session,
        id=kept.id,
        employer_id=desk.employer_id,
        made_by=desk.actor.id,
        cohort=cohort,
        workbook_sealed=await _aside(_annotated, checked.table, results, desk.cipher),
        expires_at=kept.expires_at,
    )
    return kept


async def take_over(session: AsyncSession, desk: Desk, import_id: UUID) -> Imported:
    """Add the graduates of a rehearsed file, looked up once more. What is there already is skipped.

    Raises:
        ImportNotFound: another user's, or its day is over.
        EmployerNotVerified, EmployerSuspended: the employer may add nobody any more.
        LookedUpTooMany, FoundTooFew: taking over counts like rehearsing.
    """
    async with desk.database.transaction() as own:
        kept = await _kept(own, desk, import_id)
    await _count_file(desk)
    checked = await _aside(_reopened, kept.workbook_sealed, desk.cipher)
    counted = await _look_up_and_count(desk, kept.cohort, checked)
    await parties.verified_employer(session, desk.employer_id)
    found = await parties.identify_all(session, desk.cipher, _wanted(checked, kept.cohort), hold=True)
    looked = counted.once_more(found)
    each = [graduate for graduate in looked.found if graduate]
    added = await favourites.add_graduates(session, desk.actor, desk.employer_id, each)
    results = _results(checked, looked, lambda graduate_id: graduate_id not in added, Outcome.ADDED)
    annotated = await _aside(_annotated, checked.table, results, desk.cipher)
    await store.replace_workbook(session, import_id, annotated)
    return Imported(import_id, kept.expires_at, results)


async def workbook_of(session: AsyncSession, desk: Desk, import_id: UUID) -> bytes:
    """The workbook as it was sent, with a result per row and the faulty cells marked.

    Raises:
        ImportNotFound: another user's, or its day is over.
    """
    kept = await _kept(session, desk, import_id)
    return await _aside(store.opened, kept.workbook_sealed, desk.cipher)


async def forget_imports(session: AsyncSession) -> int:
    """One batch of imports whose day is over."""
    return await store.forget(session, clock.now(), FORGET_BATCH)


async def _kept(session: AsyncSession, desk: Desk, import_id: UUID) -> FavouriteImport:
    found = await store.find(session, import_id, employer_id=desk.employer_id, made_by=desk.actor.id, now=clock.now())
    if found is None:
        raise ImportNotFound
    return found


async def _count_file(desk: Desk) -> None:
    """In a transaction of its own and before any work: a file that nobody can read has its price too."""
    async with desk.database.transaction() as own:
        await parties.verified_employer(own, desk.employer_id)
        counted = await store.count(own, desk.employer_id, clock.today(), files=1)
        if counted.files > desk.limits.files_per_day:
            fact = f"每个单位每天最多上传和导入名单{desk.limits.files_per_day}次。"
            raise LookedUpTooMany(fact, retry_after=_until_tomorrow())


async def _look_up_and_count(desk: Desk, cohort: int | None, checked: Checked) -> LookedUp:
    """In a transaction of its own, so that what was not found counts although the file is refused."""
    async with desk.database.transaction() as own:
        counted = await store.count(own, desk.employer_id, clock.today(), looked_up=len(checked.table.rows))
        if counted.looked_up > desk.limits.rows_per_day:
            raise LookedUpTooMany(f"每个单位每天最多导入{desk.limits.rows_per_day}行。", retry_after=_until_tomorrow())
        wanted = _wanted(checked, cohort)
        looked = await look_up(own, desk.cipher, desk.employer_id, wanted, desk.numbers_per_name)
        counted = await store.count(own, desk.employer_id, clock.today(), not_found=looked.missed)
        too_few = counted.not_found > desk.limits.not_found_per_day
    if too_few:
        fact = f"本单位今日导入的名单中，未找到的毕业生已超过{desk.limits.not_found_per_day}人，不再给出结果。"
        raise FoundTooFew(fact, rule="most_rows_are_found", who_can_change="本单位用户，明天可重新上传")
    return looked


def _wanted(checked: Checked, cohort: int | None) -> list[Identification]:
    return [Identification(**row.value.model_dump(), cohort=cohort) for row in checked.rows]


def _results(checked: Checked, looked: LookedUp, was_there: Callable[[UUID], bool], otherwise: Outcome) -> Results:
    told = malformed((fault.row, fault.sentence) for fault in checked.faults)
    first: dict[UUID, int] = {}
    for place, (row, graduate) in enumerate(zip(checked.rows, looked.found, strict=True)):
        if place in looked.withheld:
            told[row.number] = RowResult(row.number, Outcome.NOT_FOUND, WITHHELD)
        else:
            told[row.number] = _result(row.number, graduate, first, was_there, otherwise)
    marked = frozenset((fault.row, fault.column) for fault in checked.faults)
    return Results([told[row.number] for row in checked.table.rows], marked)


def _result(
    row: int,
    graduate: Graduate | None,
    first: dict[UUID, int],
    was_there: Callable[[UUID], bool],
    otherwise: Outcome,
) -> RowResult:
    if graduate is None:
        return RowResult(row, Outcome.NOT_FOUND, NoSuchGraduate.remedy)
    earlier = first.setdefault(graduate.graduate_id, row)
    if earlier != row:
        return RowResult(row, Outcome.REPEATED, f"与第{earlier}行是同一名毕业生")
    return RowResult(row, Outcome.ALREADY if was_there(graduate.graduate_id) else otherwise)


async def _aside(work: Callable[..., T], *what: Any) -> T:
    """Ten thousand rows are read, written and sealed in seconds: not on the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_workbooks, work, *what)


def _check(workbook: bytes) -> Checked:
    try:
        table, unreadable = read_rows(workbook, COLUMNS, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    except SpreadsheetFault as refused:
        raise ImportRefused(errors=[_told(fault) for fault in refused.faults[:MOST_TOLD]]) from refused
    rows, faults = check_rows(table, GraduateRow)
    told = {(fault.row, fault.column) for fault in unreadable}
    faults = [*unreadable, *(fault for fault in faults if (fault.row, fault.column) not in told)]
    at_fault = {fault.row for fault in faults}
    return Checked(table, [row for row in rows if row.number not in at_fault], faults)


def _reopened(workbook_sealed: str, cipher: Cipher) -> Checked:
    return _check(store.opened(workbook_sealed, cipher))


def _annotated(table: Table, results: Results, cipher: Cipher) -> str:
    return store.sealed(annotate(table, results.sentences(), results.marked), cipher)


def _told(fault: Fault) -> FieldFault:
    # Without the cell's value: a refusal may be logged on its way, and the value may be somebody's ID number.
    place = f"第{fault.row}行 {fault.column}".strip() if fault.row else "file"
    return FieldFault(field=place, reason=fault.reason, remedy=fault.remedy)


def _until_tomorrow() -> int:
    now = clock.now()
    tomorrow = clock.shanghai_midnight(clock.shanghai_date(now) + timedelta(days=1))
    return int((tomorrow - now).total_seconds()) + 1
