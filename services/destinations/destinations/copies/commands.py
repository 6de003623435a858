"""Keeping the read copies."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.agreements import AgreementFacts, SignSettingsChanged
from common.contracts.identity import GraduateFacts, SchoolFacts
from common.database import lock_for_transaction
from destinations.copies import store
from destinations.copies.states import standing_after

FROM_ROSTER = (
    "name",
    "id_number_masked",
    "cohort",
    "school_code",
    "school_name",
    "department",
    "level_code",
    "major_name",
    "training_mode_code",
    "on_roster",
)


async def lock_graduate(session: AsyncSession, graduate_id: UUID) -> None:
    """One change at a time for each graduate: requests and reactions judge by what the one before has done."""
    await lock_for_transaction(session, "graduate", graduate_id)


async def keep_graduate(session: AsyncSession, event: GraduateFacts, sequence: int) -> bool:
    """Returns whether it was news."""
    values = {field: getattr(event, field) for field in FROM_ROSTER}
    return await store.keep_graduate(session, event.graduate_id, sequence, values)


async def keep_school(session: AsyncSession, event: SchoolFacts, sequence: int) -> bool:
    """Returns whether it was news."""
    return await store.keep_school(session, event.school_code, sequence, {"name": event.name})


async def keep_settings(session: AsyncSession, event: SignSettingsChanged, sequence: int) -> bool:
    """Returns whether it was news."""
    values = {"destinations_open": event.destinations_open, "review_mode": event.review_mode}
    return await store.keep_settings(session, event.school_code, event.cohort, sequence, values)


async def keep_agreement(session: AsyncSession, event: AgreementFacts, sequence: int) -> bool:
    """Returns whether it was news."""
    values = {
        "graduate_id": event.graduate_id,
        "employer_name": event.employer_name,
        "standing": standing_after(event).value,
    }
    return await store.keep_agreement(session, event.agreement_id, sequence, values)
