"""What other features ask about the parties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import store
from agreements.parties.errors import EmployerNotVerified, EmployerSuspended, SchoolNotInProvince
from agreements.parties.tables import Employer, Graduate, School
from common.contracts.values.characters import compact
from common.contracts.values.person_name import match_key
from common.crypto import Cipher
from common.paging import PageRequest

__all__ = [
    "Employer",
    "Graduate",
    "Identification",
    "School",
    "employer",
    "employer_named",
    "employer_with_uscc",
    "employers",
    "graduate",
    "graduates",
    "identify",
    "identify_all",
    "province_of",
    "school_in_province",
    "school_name",
    "schools_of_province",
    "verified_employer",
]

IDENTIFIED_TOGETHER = 500


@dataclass(frozen=True)
class Identification:
    """What an employer must know exactly to find a graduate (guides/000 §4)."""

    name: str
    id_number: str
    school_name: str
    cohort: int | None = None
    """None means the latest one."""


async def employer(session: AsyncSession, employer_id: UUID) -> Employer | None:
    """The employer, suspended or not; None if it was never verified."""
    return await store.employer(session, employer_id)


async def employers(session: AsyncSession, employer_ids: Iterable[UUID]) -> dict[UUID, Employer]:
    """Those among them that were verified, suspended ones too."""
    return {found.employer_id: found for found in await store.employers(session, employer_ids)}


async def employer_with_uscc(session: AsyncSession, uscc: str) -> Employer | None:
    """The employer with this 统一社会信用代码, suspended or not; None if none was verified with it."""
    return await store.employer_with_uscc(session, uscc)


async def employer_named(session: AsyncSession, name: str) -> Employer | None:
    """The one employer with this name, suspended or not; None if none was verified with it, or several."""
    found = await store.employers_named(session, compact(name))
    return found[0] if len(found) == 1 else None


async def verified_employer(session: AsyncSession, employer_id: UUID) -> Employer:
    """The employer, if it may start something new.

    Raises:
        EmployerNotVerified: not yet, or never.
        EmployerSuspended: the centre has suspended it.
    """
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotVerified
    if not found.may_sign:
        raise EmployerSuspended
    return found


async def graduate(session: AsyncSession, graduate_id: UUID) -> Graduate | None:
    """The graduate as the roster has them now, or had them last (`on_roster`)."""
    return await store.graduate(session, graduate_id)


async def graduates(session: AsyncSession, graduate_ids: Iterable[UUID]) -> dict[UUID, Graduate]:
    """Those of them that some roster has or had."""
    return {found.graduate_id: found for found in await store.graduates(session, graduate_ids)}


async def school_name(session: AsyncSession, school_code: str) -> str:
    """The school's name, or its code while identity has not told the name."""
    found = await store.school(session, school_code)
    return found.name if found else school_code


async def province_of(session: AsyncSession, school_code: str) -> str | None:
    """The school's province; None while identity has not told of the school."""
    found = await store.school(session, school_code)
    return found.province_code if found else None


async def schools_of_province(session: AsyncSession, province_code: str, page: PageRequest) -> Sequence[School]:
    """Its schools by their codes: the page, and one more if there are more."""
    return await store.schools_of_province(session, province_code, limit=page.limit + 1, after=page.position(str))


async def school_in_province(session: AsyncSession, school_code: str, province_code: str) -> School:
    """A school of the province.

    Raises:
        SchoolNotInProvince: it is another province's, or takes no part.
    """
    found = await store.school(session, school_code)
    if found is None or found.province_code != province_code:
        raise SchoolNotInProvince
    return found


async def identify(
    session: AsyncSession, cipher: Cipher, wanted: Identification, *, hold: bool = False
) -> Graduate | None:
    """The one graduate whose name, ID number and school all match; nobody can be found by less."""
    [found] = await identify_all(session, cipher, [wanted], hold=hold)
    return found


async def identify_all(
    session: AsyncSession, cipher: Cipher, wanted: Sequence[Identification], *, hold: bool = False
) -> list[Graduate | None]:
    """The graduate for each of them, as `identify` finds one; two statements for every 500.

    Args:
        hold: until the transaction ends nobody changes who was found. For what the roster may end: what it says next
            finds it there.
    """
    found: list[Graduate | None] = []
    for start in range(0, len(wanted), IDENTIFIED_TOGETHER):
        found += await _identify_some(session, cipher, wanted[start : start + IDENTIFIED_TOGETHER], hold)
    return found


async def _identify_some(
    session: AsyncSession, cipher: Cipher, wanted: Sequence[Identification], hold: bool
) -> list[Graduate | None]:
    persons = [cipher.blind_index(each.id_number, "id_number") for each in wanted]
    look_up = store.hold_graduates_of_persons if hold else store.graduates_of_persons
    rows = await look_up(session, set(persons))
    schools = await store.schools(session, {row.school_code for row in rows})
    names = {school.school_code: school.name for school in schools}
    of_person: dict[str, list[Graduate]] = {}
    for row in rows:
        of_person.setdefault(row.person_index, []).append(row)
    return [
        next((row for row in of_person.get(person, ()) if _matches(row, each, names)), None)
        for person, each in zip(persons, wanted, strict=True)
    ]


async def graduate_ids_of(session: AsyncSession, cipher: Cipher, id_number: str) -> tuple[UUID, ...]:
    """All that rosters have or had of one person, by the number in force now."""
    rows = await store.graduates_of_persons(session, {cipher.blind_index(id_number, "id_number")})
    return tuple(row.graduate_id for row in rows)


def _matches(row: Graduate, wanted: Identification, names: Mapping[str, str]) -> bool:
    # A school that was renamed is found by the name on its roster and by its own.
    known_as = {compact(row.school_name), compact(names.get(row.school_code, row.school_code))}
    same_cohort = wanted.cohort in (None, row.cohort)
    same_school = compact(wanted.school_name) in known_as
    return row.on_roster and same_cohort and same_school and row.name_key == match_key(wanted.name)
