"""Rehearsing a workbook, taking it over, giving it back, forgetting it."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.favourite_imports import store
from agreements.favourite_imports.commands.desk import Desk, count_file, look_up_and_count
from agreements.favourite_imports.commands.sheets import Came, Checked, annotated, aside, checked, reopened
from agreements.favourite_imports.errors import ImportNotFound, ImportRunning, ImportsBusy
from agreements.favourite_imports.states import Outcome, Results
from agreements.favourite_imports.tables import FavouriteImport
from agreements.favourites import commands as favourites
from agreements.favourites import queries as held
from agreements.parties import queries as parties
from agreements.parties.queries import Graduate
from agreements.workbooks.commands import Places
from common import clock

KEPT = timedelta(hours=24)
FORGET_BATCH = 20
ADDED_TOGETHER = 200
PLACES = Places(4, ImportsBusy, ImportRunning)
"""So many workbooks one process holds in memory, each with some 30 MB at its largest; two of them are worked on."""


@dataclass(frozen=True)
class Imported:
    """An import and what came of its rows."""

    id: UUID
    expires_at: datetime
    results: Results


async def rehearse(
    session: AsyncSession, desk: Desk, cohort: int | None, workbook: Callable[[], Awaitable[bytes]]
) -> Imported:
    """Look up every row of a file and say what would come of it. The favourites stay as they are.

    Args:
        workbook: reads the file, once there is a place for it.

    Raises:
        ImportRefused: the file as a whole is no list of graduates.
        ImportsBusy: as many files as can be are being worked on.
        ImportRunning: this user's last one is.
        EmployerNotVerified, EmployerSuspended, LookedUpTooMany, FoundTooFew.
    """
    with PLACES.place_for(desk.actor):
        await count_file(desk)
        sheet = await aside(checked, await workbook(), cohort, desk.cipher)
        looked = await look_up_and_count(desk, len(sheet.table.rows), sheet.wanted)
        graduates = _ids(looked.found)
        async with desk.database.transaction() as own:
            there = await held.graduates_held(own, desk.employer_id, [each for each in graduates if each])
        came = Came(graduates, looked.withheld, there.__contains__, Outcome.READY)
        results, workbook_sealed = await aside(annotated, sheet, came, desk.cipher)
        kept = Imported(uuid7(), clock.now() + KEPT, results)
        await store.keep(
            session,
            id=kept.id,
            employer_id=desk.employer_id,
            made_by=desk.actor.id,
            cohort=cohort,
            workbook_sealed=workbook_sealed,
            expires_at=kept.expires_at,
        )
        return kept


async def take_over(session: AsyncSession, desk: Desk, import_id: UUID) -> Imported:
    """Add the graduates of a rehearsed file, looked up once more. What is there already is skipped.

    They are added a few hundred at a time, and each time that is kept whatever follows: whoever asks again adds the
    rest.

    Raises:
        ImportNotFound: another user's, or its day is over.
        ImportsBusy: as many files as can be are being worked on.
        ImportRunning: this user's last one is.
        EmployerNotVerified, EmployerSuspended: the employer may add nobody any more.
        LookedUpTooMany, FoundTooFew: taking over counts like rehearsing.
    """
    with PLACES.place_for(desk.actor):
        kept = await _kept(desk, import_id)
        await count_file(desk)
        sheet = await aside(reopened, kept.workbook_sealed, kept.cohort, desk.cipher)
        looked = await look_up_and_count(desk, len(sheet.table.rows), sheet.wanted)
        graduates, added = await _add(desk, sheet, looked.withheld)
        came = Came(graduates, looked.withheld, lambda graduate_id: graduate_id not in added, Outcome.ADDED)
        results, workbook_sealed = await aside(annotated, sheet, came, desk.cipher)
        await store.replace_workbook(session, import_id, workbook_sealed)
        return Imported(import_id, kept.expires_at, results)


async def workbook_of(desk: Desk, import_id: UUID) -> bytes:
    """The workbook as it was sent, with a result per row and the faulty cells marked.

    Raises:
        ImportNotFound: another user's, or its day is over.
        ImportsBusy: as many files as can be are being worked on.
        ImportRunning: this user's last one is.
    """
    with PLACES.place_for(desk.actor):
        kept = await _kept(desk, import_id)
        return await aside(store.opened, kept.workbook_sealed, desk.cipher)


async def forget_imports(session: AsyncSession) -> int:
    """One batch of imports whose day is over."""
    return await store.forget(session, clock.now(), FORGET_BATCH)


async def _kept(desk: Desk, import_id: UUID) -> FavouriteImport:
    at, whose, who = clock.now(), desk.employer_id, desk.actor.id
    async with desk.database.transaction() as own:
        found = await store.find(own, import_id, employer_id=whose, made_by=who, now=at)
    if found is None:
        raise ImportNotFound
    return found


async def _add(desk: Desk, sheet: Checked, withheld: Collection[int]) -> tuple[list[UUID | None], set[UUID]]:
    """Whom each row fits now, and who of them was added. Those of one transaction are held until it ends, so that
    what the roster says next finds them in the favourites; a change of the roster waits for no more than these."""
    graduates: list[UUID | None] = []
    added: set[UUID] = set()
    persons = sheet.wanted.persons
    for start in range(0, len(persons), ADDED_TOGETHER):
        async with desk.database.transaction() as own:
            await parties.verified_employer(own, desk.employer_id)
            some = await parties.identify_all(own, desk.cipher, persons[start : start + ADDED_TOGETHER], hold=True)
            told = [None if start + place in withheld else found for place, found in enumerate(some)]
            each = [found for found in told if found]
            added |= await favourites.add_graduates(own, desk.actor, desk.employer_id, each)
        graduates += _ids(told)
    return graduates, added


def _ids(found: Iterable[Graduate | None]) -> list[UUID | None]:
    return [each.graduate_id if each else None for each in found]
