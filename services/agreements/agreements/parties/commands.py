"""Keeping the read copies up to date."""

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.parties import store
from common.contracts.identity import EmployerVerified, GraduateFacts, SchoolOpened
from common.contracts.values.person_name import match_key


async def keep_employer(session: AsyncSession, facts: EmployerVerified, sequence: int) -> None:
    """A verified employer, as identity says it is now."""
    await store.keep_employer(session, sequence=sequence, **facts.model_dump())


async def keep_graduate(session: AsyncSession, facts: GraduateFacts, sequence: int) -> None:
    """A graduate, as the roster says now."""
    await store.keep_graduate(session, sequence=sequence, name_key=match_key(facts.name), **facts.model_dump())


async def keep_school(session: AsyncSession, facts: SchoolOpened, sequence: int) -> None:
    """A school that takes part."""
    await store.keep_school(session, sequence=sequence, **facts.model_dump())
