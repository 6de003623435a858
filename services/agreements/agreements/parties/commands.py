"""Keeping the read copies up to date."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import store
from common.contracts.event import Event
from common.contracts.identity import EmployerFacts, GraduateFacts, SchoolFacts
from common.contracts.values.person_name import match_key

# Named one by one: a field that identity adds to its events must not look for a column here.
EMPLOYER = ("employer_id", "name", "uscc", "nature_code", "industry_code", "region_code", "address", "may_sign")
GRADUATE = (
    "graduate_id",
    "person_index",
    "name",
    "id_number_masked",
    "cohort",
    "school_code",
    "school_name",
    "department",
    "level_code",
    "major_name",
    "training_mode_code",
    "may_sign",
    "on_roster",
)
SCHOOL = ("school_code", "name", "province_code")


async def keep_employer(session: AsyncSession, facts: EmployerFacts, sequence: int) -> None:
    """An employer that was verified, as identity says it is now."""
    await store.keep_employer(session, sequence=sequence, **_taken(facts, EMPLOYER))


async def keep_graduate(session: AsyncSession, facts: GraduateFacts, sequence: int) -> None:
    """A graduate, as the roster says now, or said last."""
    await store.keep_graduate(session, sequence=sequence, name_key=match_key(facts.name), **_taken(facts, GRADUATE))


async def keep_school(session: AsyncSession, facts: SchoolFacts, sequence: int) -> None:
    """A school that takes part."""
    await store.keep_school(session, sequence=sequence, **_taken(facts, SCHOOL))


async def hold_graduate(session: AsyncSession, graduate_id: UUID) -> None:
    """Before something begins that the roster may end: what the roster says next finds it there. Hold the graduate
    before any agreement, as a change of the roster does."""
    await hold_graduates(session, [graduate_id])


async def hold_graduates(session: AsyncSession, graduate_ids: Iterable[UUID]) -> None:
    """The same for several, with one statement."""
    await store.hold_graduates(session, graduate_ids)


def _taken(facts: Event, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(facts, field) for field in fields}
