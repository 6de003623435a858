"""The SQL of the roster. Particulars come in and go out in plain text; what lies in the database is sealed here."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.values.id_number import mask
from common.crypto import Cipher
from common.database import lock_for_transaction
from identity.roster.states import FIELDS, Change, KeptGraduate, NewVersion, Particulars, Place
from identity.roster.tables import GraduateRow, RosterVersion

SEALED = ("id_number", "mobile", "email")
OPEN = tuple(name for name in FIELDS if name not in SEALED)
VERSION_COLUMNS = tuple(column.name for column in RosterVersion.__table__.columns)
LISTED = GraduateRow.removed_because.is_(None)
CONFIRMED = func.coalesce(GraduateRow.confirmed_version >= GraduateRow.identity_version, false())
SHARED_COLUMNS = tuple(column.name for column in GraduateRow.__table__.columns if column.name in VERSION_COLUMNS)


def person_index(cipher: Cipher, id_number: str) -> str:
    """The keyed fingerprint by which a person is found."""
    return cipher.blind_index(id_number, "id_number")


def particulars_of(cipher: Cipher, row: Row[Any]) -> Particulars:
    """A stored row or version in plain text."""
    opened: dict[str, Any] = {name: _open(cipher, getattr(row, f"{name}_sealed"), name) for name in SEALED}
    return Particulars(**{name: getattr(row, name) for name in OPEN}, **opened)


async def hold_cohort(session: AsyncSession, school_code: str, cohort: int) -> None:
    """Wait until no other import works on this school's cohort, until this transaction ends."""
    await lock_for_transaction(session, "roster", school_code, cohort)


async def graduates(session: AsyncSession, cipher: Cipher, *which: ColumnElement[bool]) -> list[KeptGraduate]:
    """Graduates as they are now."""
    rows = (await session.execute(select(*GraduateRow.__table__.columns).where(*which))).all()
    # A cohort has tens of thousands of numbers to decrypt: not on the event loop.
    return await asyncio.to_thread(lambda: [_kept(cipher, row) for row in rows])


async def hold_graduates(session: AsyncSession, cipher: Cipher, graduate_ids: Sequence[UUID]) -> list[KeptGraduate]:
    """These graduates as they are now, held until the transaction ends. Always in one order, against deadlocks."""
    held = select(GraduateRow.id).where(GraduateRow.id.in_(graduate_ids)).order_by(GraduateRow.id).with_for_update()
    await session.execute(held)
    return await graduates(session, cipher, GraduateRow.id.in_(graduate_ids))


async def cohort_of(session: AsyncSession, cipher: Cipher, school_code: str, cohort: int) -> dict[str, KeptGraduate]:
    """The school's roster of a cohort by 考生号."""
    kept = await graduates(session, cipher, GraduateRow.school_code == school_code, GraduateRow.cohort == cohort)
    return {graduate.particulars.exam_number: graduate for graduate in kept}


async def part_of_cohort(
    session: AsyncSession, cipher: Cipher, place: Place, exam_numbers: Sequence[str], id_numbers: Sequence[str]
) -> dict[str, KeptGraduate]:
    """The rows of a cohort that have any of these 考生号 or 身份证号, by 考生号."""
    school_code, cohort = place
    indexes = [person_index(cipher, number) for number in id_numbers]
    any_of = or_(GraduateRow.exam_number.in_(exam_numbers), GraduateRow.person_index.in_(indexes))
    which = (GraduateRow.school_code == school_code, GraduateRow.cohort == cohort, any_of)
    return {kept.particulars.exam_number: kept for kept in await graduates(session, cipher, *which)}


async def person_indexes(session: AsyncSession, graduate_ids: Sequence[UUID]) -> set[str]:
    """The fingerprints that any version of these rows has had."""
    which = RosterVersion.graduate_id.in_(graduate_ids)
    return set(await session.scalars(select(RosterVersion.person_index).where(which).distinct()))


async def listed_exam_numbers(session: AsyncSession, school_code: str, cohort: int) -> dict[str, UUID]:
    """Who is on the list of a school and cohort: ids by 考生号."""
    which = (GraduateRow.school_code == school_code, GraduateRow.cohort == cohort, LISTED)
    found = await session.execute(select(GraduateRow.exam_number, GraduateRow.id).where(*which))
    return {row.exam_number: row.id for row in found}


async def add_versions(
    session: AsyncSession, cipher: Cipher, versions: Sequence[NewVersion], change: Change
) -> list[dict[str, Any]]:
    """Keep new versions, and make the rows what these say. Returns them as stored."""
    records = await asyncio.to_thread(lambda: [_record(cipher, version, change) for version in versions])
    await _copy_versions(session, records)
    newest = select(RosterVersion.graduate_id, *_columns(SHARED_COLUMNS)).where(RosterVersion.change_id == change.id)
    rows = insert(GraduateRow).from_select(["id", *SHARED_COLUMNS], newest)
    changed = {name: rows.excluded[name] for name in SHARED_COLUMNS}
    await session.execute(rows.on_conflict_do_update(index_elements=["id"], set_=changed))
    return records


async def confirmed(session: AsyncSession, graduate_id: UUID, version: int) -> None:
    """Keep the newest version that the graduate has confirmed."""
    newest = func.greatest(GraduateRow.confirmed_version, version)
    await session.execute(update(GraduateRow).where(GraduateRow.id == graduate_id).values(confirmed_version=newest))


async def contact_is_chsi(session: AsyncSession, graduate_id: UUID) -> None:
    """From now on mobile and e-mail are CHSI's, although they are the same."""
    await session.execute(update(GraduateRow).where(GraduateRow.id == graduate_id).values(contact_from="chsi"))


async def find_row(session: AsyncSession, *which: ColumnElement[bool]) -> Row[Any] | None:
    """One graduate's row, with the version's columns only."""
    return (await session.execute(_rows().where(*which))).one_or_none()


async def find_version(session: AsyncSession, graduate_id: UUID, version: int) -> Row[Any] | None:
    """One version, exactly as it was."""
    statement = select(*RosterVersion.__table__.columns)
    which = (RosterVersion.graduate_id == graduate_id, RosterVersion.version == version)
    return (await session.execute(statement.where(*which))).one_or_none()


async def page(session: AsyncSession, which: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Row[Any]]:
    """One more than a page of rows in the order in which they came, if there are so many."""
    return (await session.execute(_rows().where(*which).order_by(GraduateRow.id).limit(limit + 1))).all()


async def departments(session: AsyncSession, school_code: str, cohort: int | None) -> list[str]:
    """The 院系 of a school's roster, in order."""
    statement = select(GraduateRow.department).distinct().where(GraduateRow.school_code == school_code, LISTED)
    if cohort is not None:
        statement = statement.where(GraduateRow.cohort == cohort)
    return list(await session.scalars(statement.order_by(GraduateRow.department)))


async def departments_of_schools(session: AsyncSession, school_codes: Iterable[str]) -> Sequence[Row[str, str]]:
    """The 院系 of several schools' rosters, each with its school."""
    pairs = select(GraduateRow.school_code, GraduateRow.department).distinct()
    which = (GraduateRow.school_code.in_(list(school_codes)), LISTED)
    return (await session.execute(pairs.where(*which).order_by(GraduateRow.department))).all()


async def cohorts(session: AsyncSession, which: Sequence[ColumnElement[bool]]) -> Sequence[Row[int, int]]:
    """Cohorts with the number of graduates listed in each, the newest first."""
    counted = select(GraduateRow.cohort, func.count().filter(LISTED).label("graduates")).where(*which)
    return (await session.execute(counted.group_by(GraduateRow.cohort).order_by(GraduateRow.cohort.desc()))).all()


async def versions_of(session: AsyncSession, graduate_id: UUID, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Versions of a row, the newest first, with the one before the last of them, so that each can be compared."""
    statement = select(*RosterVersion.__table__.columns).where(RosterVersion.graduate_id == graduate_id)
    if before is not None:
        statement = statement.where(RosterVersion.version < before)
    return (await session.execute(statement.order_by(RosterVersion.version.desc()).limit(limit + 1))).all()


async def _copy_versions(session: AsyncSession, records: Iterable[dict[str, Any]]) -> None:
    """COPY, in the session's own transaction: ten thousand rows in a fraction of a second."""
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    rows = [tuple(record[name] for name in VERSION_COLUMNS) for record in records]
    await driver.copy_records_to_table(RosterVersion.__tablename__, records=rows, columns=VERSION_COLUMNS)


def _record(cipher: Cipher, version: NewVersion, change: Change) -> dict[str, Any]:
    said = asdict(version.particulars)
    sealed = {f"{name}_sealed": _seal(cipher, said.pop(name), name) for name in SEALED}
    id_number = version.particulars.id_number
    return {
        **said,
        **sealed,
        "person_index": person_index(cipher, id_number),
        "id_number_masked": mask(id_number),
        "graduate_id": version.graduate_id,
        "version": version.version,
        "identity_version": version.identity_version,
        "contact_from": version.contact_from,
        "changed_fields": list(version.changed_fields),
        "school_code": change.school_code,
        "cohort": change.cohort,
        "change_id": change.id,
        "changed_by": change.by,
        "changed_at": change.at,
    }


def _rows() -> Select[Any]:
    return select(*GraduateRow.__table__.columns)


def _kept(cipher: Cipher, row: Row[Any]) -> KeptGraduate:
    return KeptGraduate(
        id=row.id,
        school_code=row.school_code,
        cohort=row.cohort,
        version=row.version,
        identity_version=row.identity_version,
        contact_from=row.contact_from,
        person_index=row.person_index,
        particulars=particulars_of(cipher, row),
        confirmed_version=row.confirmed_version,
    )


def _columns(names: Iterable[str]) -> list[Any]:
    return [getattr(RosterVersion, name) for name in names]


def _seal(cipher: Cipher, value: str | None, field: str) -> str | None:
    return None if value is None else cipher.encrypt(value, field)


def _open(cipher: Cipher, sealed: str | None, field: str) -> str | None:
    return None if sealed is None else cipher.decrypt(sealed, field)
