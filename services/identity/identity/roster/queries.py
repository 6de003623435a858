"""What screens, other features and other services read of the roster."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import DepartmentUser, SchoolReviewer, SchoolUser
from common.contracts.codes.levels import levels_in
from common.contracts.identity import GraduateRestated
from common.contracts.values.cohort import cohort_label
from common.crypto import Cipher
from common.paging import Page, PageRequest
from identity.roster import store
from identity.roster.errors import GraduateNotFound
from identity.roster.schemas import (
    FIELD_LABELS,
    CohortView,
    FieldChange,
    GraduateLine,
    MaskedRecord,
    VersionView,
    WholeRecord,
)
from identity.roster.states import KeptGraduate, Place, differences
from identity.roster.tables import GraduateRow


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `name` and `major` are any part of it, the numbers are exact."""

    cohort: int | None = None
    department: str | None = None
    name: str | None = None
    exam_number: str | None = None
    id_number: str | None = None
    level: str | None = None
    major: str | None = None
    training_mode: str | None = None
    may_sign: bool | None = None
    confirmed: bool | None = None
    on_roster: bool | None = None


async def list_graduates(
    session: AsyncSession, cipher: Cipher, reader: SchoolReviewer, filters: Filters, page: PageRequest
) -> Page[GraduateLine]:
    """A page of the reader's graduates, in the order in which they came to the roster."""
    which = [*_own(reader), *_matching(cipher, filters)]
    after = page.position(UUID)
    if after:
        which.append(GraduateRow.id > after[0])
    found = await store.page(session, which, page.limit)
    shown = found[: page.limit]
    cursor = page.cursor_after(shown[-1].id) if len(found) > page.limit else None
    return Page(items=[GraduateLine.of(row) for row in shown], next_cursor=cursor)


async def whole_record(session: AsyncSession, cipher: Cipher, reader: SchoolReviewer, graduate_id: UUID) -> WholeRecord:
    """One of the reader's graduates, in full.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    row = await own_row(session, reader, graduate_id)
    return WholeRecord.of(row, graduate_id, store.particulars_of(cipher, row))


async def listed(session: AsyncSession, place: Place) -> dict[str, UUID]:
    """Who is on the list of a school and cohort: ids by 考生号."""
    return await store.listed_exam_numbers(session, *place)


async def own_row(session: AsyncSession, reader: SchoolReviewer, graduate_id: UUID) -> Row[Any]:
    """One of the reader's graduates as stored, sealed.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    row = await store.find_row(session, GraduateRow.id == graduate_id, *_own(reader))
    if row is None:
        raise GraduateNotFound
    return row


async def record(session: AsyncSession, cipher: Cipher, reader: SchoolReviewer, graduate_id: UUID) -> MaskedRecord:
    """One of the reader's graduates with numbers masked.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    row = await own_row(session, reader, graduate_id)
    return MaskedRecord.of(row, graduate_id, store.particulars_of(cipher, row))


async def versions(
    session: AsyncSession, cipher: Cipher, reader: SchoolUser, graduate_id: UUID, page: PageRequest
) -> Page[VersionView]:
    """What changed in a row and who changed it, the newest first. Numbers are masked.

    Raises:
        GraduateNotFound: there is none, or it is another school's.
    """
    await own_row(session, reader, graduate_id)
    before = page.position(int)
    found = await store.versions_of(session, graduate_id, before[0] if before else None, page.limit)
    said = [store.particulars_of(cipher, row) for row in found]
    shown = [VersionView.of(row, said[at], *said[at + 1 : at + 2]) for at, row in enumerate(found[: page.limit])]
    return Page(items=shown, next_cursor=page.cursor_after(shown[-1].version) if len(found) > page.limit else None)


async def changed_since(
    session: AsyncSession, cipher: Cipher, graduate: KeptGraduate, version: int
) -> list[FieldChange]:
    """In which fields a row differs from one of its earlier versions, in full: for the graduate alone."""
    row = await store.find_version(session, graduate.id, version)
    if row is None:
        return []
    then = store.particulars_of(cipher, row)
    changed = [name for name in differences(then, graduate.particulars) if name in FIELD_LABELS]
    return [FieldChange.of(name, then, graduate.particulars) for name in changed]


async def cohorts(session: AsyncSession, reader: SchoolReviewer) -> list[CohortView]:
    """The cohorts in which the reader has graduates, the newest first."""
    return [
        CohortView(cohort=row.cohort, label=cohort_label(row.cohort), graduates=row.graduates)
        for row in await store.cohorts(session, _own(reader))
    ]


async def particulars(session: AsyncSession, cipher: Cipher, graduate_id: UUID, version: int) -> WholeRecord:
    """One version of anybody's row, in full and exactly as it was: for what is printed on an agreement.

    Raises:
        GraduateNotFound: there is no such version.
    """
    row = await store.find_version(session, graduate_id, version)
    if row is None:
        raise GraduateNotFound
    return WholeRecord.of(row, graduate_id, store.particulars_of(cipher, row))


async def graduate(session: AsyncSession, cipher: Cipher, graduate_id: UUID) -> KeptGraduate:
    """One graduate as stored now.

    Raises:
        GraduateNotFound: there is none.
    """
    found = await store.graduates(session, cipher, GraduateRow.id == graduate_id)
    if not found:
        raise GraduateNotFound
    return found[0]


async def rows_of_person(session: AsyncSession, cipher: Cipher, id_number: str) -> list[KeptGraduate]:
    """Everything that all rosters hold of one person, by the exact ID number."""
    return await store.graduates(session, cipher, GraduateRow.person_index == store.person_index(cipher, id_number))


async def departments_of(session: AsyncSession, school_code: str, cohort: int | None = None) -> list[str]:
    """The 院系 that a school's roster has."""
    return await store.departments(session, school_code, cohort)


async def departments_of_schools(session: AsyncSession, school_codes: Collection[str]) -> dict[str, list[str]]:
    """The 院系 that the rosters of these schools have, by school code."""
    found: dict[str, list[str]] = {code: [] for code in school_codes}
    for code, department in await store.departments_of_schools(session, school_codes):
        found[code].append(department)
    return found


async def restated(
    session: AsyncSession, after: UUID, limit: int, school_code: str | None
) -> list[tuple[GraduateRestated, int]]:
    """Present facts said again, each with its version: of the rows of all rosters or of one school's, listed or
    removed, by their ids from behind `after`. Nothing is decrypted for it."""
    which = [GraduateRow.id > after, *([GraduateRow.school_code == school_code] if school_code else [])]
    rows = await store.page(session, which, limit)
    said = [{**row._mapping, "graduate_id": row.id} for row in rows[:limit]]  # noqa: SLF001 - SQLAlchemy's own word
    return [(GraduateRestated(**facts(record)), record["version"]) for record in said]


def facts(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `GraduateFacts`, from a version as it is stored."""
    return {
        "graduate_id": record["graduate_id"],
        "person_index": record["person_index"],
        "name": record["name"],
        "id_number_masked": record["id_number_masked"],
        "cohort": record["cohort"],
        "school_code": record["school_code"],
        "school_name": record["school_name"],
        "department": record["department"],
        "level_code": record["level"],
        "major_name": record["major_name"],
        "training_mode_code": record["training_mode"],
        "may_sign": record["may_sign"],
        "on_roster": record["removed_because"] is None,
    }


def _own(reader: SchoolReviewer) -> list[ColumnElement[bool]]:
    own = [GraduateRow.school_code == reader.school_code]
    if isinstance(reader, DepartmentUser):
        own.append(GraduateRow.department == reader.department)
    if reader.data_scope != "all":
        own.append(GraduateRow.level.in_(levels_in(reader.data_scope)))
    return own


def _matching(cipher: Cipher, filters: Filters) -> list[ColumnElement[bool]]:
    which = []
    for column in ("cohort", "department", "exam_number", "level", "training_mode", "may_sign"):
        wanted = getattr(filters, column)
        if wanted is not None:
            which.append(getattr(GraduateRow, column) == wanted)
    if filters.name:
        which.append(GraduateRow.name.contains(filters.name, autoescape=True))
    if filters.major:
        which.append(GraduateRow.major.contains(filters.major, autoescape=True))
    if filters.confirmed is not None:
        which.append(store.CONFIRMED if filters.confirmed else ~store.CONFIRMED)
    if filters.on_roster is not None:
        which.append(store.LISTED if filters.on_roster else ~store.LISTED)
    if filters.id_number:
        which.append(GraduateRow.person_index == store.person_index(cipher, filters.id_number))
    return which
