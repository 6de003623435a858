"""What screens, other features and other services read of the roster."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import DepartmentUser, SchoolReviewer
from common.crypto import Cipher
from common.paging import Page, PageRequest, encode_cursor
from identity.roster import store
from identity.roster.errors import GraduateNotFound
from identity.roster.schemas import GraduateLine, WholeRecord
from identity.roster.states import KeptGraduate
from identity.roster.tables import GraduateRow


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `name` is any part of it, the numbers are exact."""

    cohort: int | None = None
    department: str | None = None
    name: str | None = None
    exam_number: str | None = None
    id_number: str | None = None


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
    cursor = encode_cursor(shown[-1].id) if len(found) > page.limit else None
    return Page(items=[GraduateLine.of(row) for row in shown], next_cursor=cursor)


async def whole_record(session: AsyncSession, cipher: Cipher, reader: SchoolReviewer, graduate_id: UUID) -> WholeRecord:
    """One of the reader's graduates, in full.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    row = await store.find_row(session, GraduateRow.id == graduate_id, *_own(reader))
    if row is None:
        raise GraduateNotFound
    return WholeRecord.of(row, graduate_id, store.particulars_of(cipher, row))


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


def _own(reader: SchoolReviewer) -> list[ColumnElement[bool]]:
    own = [GraduateRow.school_code == reader.school_code]
    if isinstance(reader, DepartmentUser):
        own.append(GraduateRow.department == reader.department)
    return own


def _matching(cipher: Cipher, filters: Filters) -> list[ColumnElement[bool]]:
    which = []
    for column in ("cohort", "department", "exam_number"):
        wanted = getattr(filters, column)
        if wanted is not None:
            which.append(getattr(GraduateRow, column) == wanted)
    if filters.name:
        which.append(GraduateRow.name.contains(filters.name, autoescape=True))
    if filters.id_number:
        which.append(GraduateRow.person_index == store.person_index(cipher, filters.id_number))
    return which
