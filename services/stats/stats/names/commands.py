"""Keeping names."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.agreements import AgreementFacts
from common.contracts.identity import EmployerFacts, SchoolFacts
from stats.names import store


async def keep_employer(session: AsyncSession, event: EmployerFacts, sequence: int) -> None:
    """What identity calls the employer."""
    await store.keep_employer(session, event.employer_id, sequence, event.name)


async def keep_employer_of_agreement(session: AsyncSession, event: AgreementFacts) -> None:
    """What the agreement calls the employer, until identity's event arrives."""
    if event.employer_id is not None:
        await store.offer_employer(session, event.employer_id, event.employer_name)


async def keep_school(session: AsyncSession, event: SchoolFacts, sequence: int) -> None:
    """What identity calls the school."""
    await store.keep_school(session, event.school_code, sequence, event.name)
