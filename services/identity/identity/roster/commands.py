"""New versions of roster rows: what a school states, what 学信网 states, and who is taken off the list."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Graduate, SchoolReviewer, SchoolUser
from common.contracts.identity import GraduateCorrected, GraduateEnrolled, GraduateFacts, GraduateRemoved
from common.contracts.roster import RosterRow
from common.crypto import Cipher
from common.messaging.outbox import emit_all
from common.spreadsheet import CheckedRow
from identity.audit.commands import record_reveal
from identity.graduates.states import person_id
from identity.roster import store
from identity.roster.errors import AlreadyRemoved
from identity.roster.queries import facts, graduate, own_row, whole_record
from identity.roster.schemas import WholeRecord
from identity.roster.states import Change, KeptGraduate, NewVersion, Place, Rehearsal, contact_from_chsi, removed
from identity.sessions.commands import end_sessions_as

MOST_BY_NUMBER = 1_000
"""So many rows are looked up by their numbers; for more the whole cohort is read."""


async def held_comparison(
    session: AsyncSession, cipher: Cipher, place: Place, rehearsal: Rehearsal, rows: list[CheckedRow[RosterRow]]
) -> Rehearsal:
    """Compare rows with the cohort as it is, and hold the cohort and what the rows change until the transaction ends.

    Args:
        place: the school's code and the cohort.
    """
    await store.hold_cohort(session, *place)
    kept = await _known(session, cipher, place, rows)
    compared = rehearsal.compared(rows, kept)
    now = await _held_now(session, cipher, compared)
    if any(kept[number] != held for number, held in now.items()):
        return rehearsal.compared(rows, kept | now)
    return compared


async def comparison(
    session: AsyncSession, cipher: Cipher, place: Place, rehearsal: Rehearsal, rows: list[CheckedRow[RosterRow]]
) -> Rehearsal:
    """Compare rows with the cohort as it is, and hold nothing."""
    return rehearsal.compared(rows, await _known(session, cipher, place, rows))


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


async def remove_graduate(
    session: AsyncSession, cipher: Cipher, actor: SchoolUser, graduate_id: UUID, reason: str
) -> None:
    """Take a graduate off the list, for a reason that the graduate and the reviewers will read.

    Raises:
        GraduateNotFound: there is none, or it is another school's.
        AlreadyRemoved: nothing to take off.
    """
    line = await own_row(session, actor, graduate_id)
    if not await remove_all(session, cipher, (line.school_code, line.cohort), {graduate_id: reason}, actor.key):
        raise AlreadyRemoved(who_can_change="学校用户重新导入或同步名单")


async def remove_all(session: AsyncSession, cipher: Cipher, place: Place, reasons: Mapping[UUID, str], by: str) -> int:
    """Take these graduates of one cohort off the list, each for its reason. Returns how many were on it."""
    await store.hold_cohort(session, *place)
    held = await store.hold_graduates(session, cipher, list(reasons))
    versions = [version for kept in held if (version := removed(kept, reasons[kept.id]))]
    await keep_versions(session, cipher, versions, Change(uuid7(), *place, by, clock.now()))
    await _end_sessions(session, [version.graduate_id for version in versions])
    return len(versions)


async def _end_sessions(session: AsyncSession, graduate_ids: Sequence[UUID]) -> None:
    """Who has been taken off a list works no longer as that row; as rows of other cohorts they go on."""
    if not graduate_ids:
        return
    # Of all versions: a session may be older than a correction of the ID number, which makes another person's id.
    people = {person_id(index) for index in await store.person_indexes(session, graduate_ids)}
    rows = [str(graduate_id) for graduate_id in graduate_ids]
    await end_sessions_as(session, Graduate, people, "graduate_id", rows, "removed_from_roster")


async def note_confirmed(session: AsyncSession, graduate_id: UUID, version: int) -> None:
    """The graduate has confirmed this version: lists show it."""
    await store.confirmed(session, graduate_id, version)


async def reveal_record(
    session: AsyncSession, cipher: Cipher, actor: SchoolReviewer, graduate_id: UUID, reason: str
) -> WholeRecord:
    """One of the reader's graduates in full, for a reason that is written down.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    record = await whole_record(session, cipher, actor, graduate_id)
    await record_reveal(session, actor, f"graduate:{graduate_id}", f"record：{reason}", record.version)
    return record


async def _known(
    session: AsyncSession, cipher: Cipher, place: Place, rows: list[CheckedRow[RosterRow]]
) -> dict[str, KeptGraduate]:
    if len(rows) > MOST_BY_NUMBER:
        return await store.cohort_of(session, cipher, *place)
    numbers = [row.value.exam_number for row in rows]
    return await store.part_of_cohort(session, cipher, place, numbers, [row.value.id_number for row in rows])


async def _held_now(session: AsyncSession, cipher: Cipher, rehearsal: Rehearsal) -> dict[str, KeptGraduate]:
    """Hold the rows that the file changes. Returns them as they are now: a login may have changed some meanwhile.

    A login changes mobile and e-mail only, and says that they are CHSI's: it adds nothing to what the file changes.
    """
    changed = [version.graduate_id for version in rehearsal.versions if version.version > 1]
    if not changed:
        return {}
    return {held.particulars.exam_number: held for held in await store.hold_graduates(session, cipher, changed)}


def _event(record: dict[str, Any]) -> GraduateFacts:
    because, moved = record["removed_because"], "removed_because" in record["changed_fields"]
    if moved and because is not None:
        return GraduateRemoved(**facts(record), reason=because)
    kind = GraduateEnrolled if moved or record["version"] == 1 else GraduateCorrected
    return kind(**facts(record))
