"""What other features ask about the parties."""

from collections.abc import Iterable, Sequence
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
    "employers",
    "graduate",
    "identify",
    "province_of",
    "school_in_province",
    "school_name",
    "schools_of_province",
    "verified_employer",
]


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


async def identify(session: AsyncSession, cipher: Cipher, wanted: Identification) -> Graduate | None:
    """The one graduate whose name, ID number and school all match; nobody can be found by less."""
    rows = await store.graduates_of_person(session, cipher.blind_index(wanted.id_number, "id_number"))
    for row in rows:
        # A school that was renamed is found by the name on its roster and by its own.
        names = {compact(row.school_name), compact(await school_name(session, row.school_code))}
        if compact(wanted.school_name) in names and _matches(row, wanted):
            return row
    return None


def _matches(row: Graduate, wanted: Identification) -> bool:
    same_cohort = wanted.cohort in (None, row.cohort)
    return row.on_roster and same_cohort and row.name_key == match_key(wanted.name)
