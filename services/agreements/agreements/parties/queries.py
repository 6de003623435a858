"""What other features ask about the parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import store
from agreements.parties.errors import EmployerNotVerified
from agreements.parties.tables import Employer, Graduate
from common.contracts.values.characters import compact
from common.contracts.values.person_name import match_key
from common.crypto import Cipher

__all__ = [
    "Employer",
    "Graduate",
    "Identification",
    "employer",
    "employers",
    "graduate",
    "identify",
    "school_name",
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
    """The verified employer; None if it is not verified."""
    return await store.employer(session, employer_id)


async def employers(session: AsyncSession, employer_ids: Iterable[UUID]) -> dict[UUID, Employer]:
    """The verified ones among them."""
    return {found.employer_id: found for found in await store.employers(session, employer_ids)}


async def verified_employer(session: AsyncSession, employer_id: UUID) -> Employer:
    """The verified employer.

    Raises:
        EmployerNotVerified: not yet, or never.
    """
    found = await store.employer(session, employer_id)
    if found is None:
        raise EmployerNotVerified
    return found


async def graduate(session: AsyncSession, graduate_id: UUID) -> Graduate | None:
    """The graduate as the roster has them now."""
    return await store.graduate(session, graduate_id)


async def school_name(session: AsyncSession, school_code: str) -> str:
    """The school's name, or its code while identity has not told the name."""
    found = await store.school(session, school_code)
    return found.name if found else school_code


async def identify(session: AsyncSession, cipher: Cipher, wanted: Identification) -> Graduate | None:
    """The one graduate whose name, ID number and school all match; nobody can be found by less."""
    rows = await store.graduates_of_person(session, cipher.blind_index(wanted.id_number, "id_number"))
    return next((row for row in rows if _matches(row, wanted)), None)


def _matches(row: Graduate, wanted: Identification) -> bool:
    same_school = compact(row.school_name) == compact(wanted.school_name)
    same_cohort = wanted.cohort in (None, row.cohort)
    return same_school and same_cohort and row.name_key == match_key(wanted.name)
