"""What the rules ask about graduates, sign settings and agreements."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.review import ReviewMode
from destinations.copies import store
from destinations.copies.errors import RosterNotHere
from destinations.copies.states import Standing
from destinations.copies.tables import RosterCopy

__all__ = [
    "LiveAgreement",
    "RosterCopy",
    "SignSettings",
    "graduate_of",
    "has_rescinded",
    "live_agreement_of",
    "school_names",
    "sign_settings_of",
]

RETRY_SECONDS = 5


@dataclass(frozen=True)
class SignSettings:
    """What a school has set for destinations of a cohort."""

    destinations_open: bool
    review_mode: ReviewMode


@dataclass(frozen=True)
class LiveAgreement:
    """With whom a graduate is signing or has signed."""

    employer_name: str
    standing: Standing


async def graduate_of(session: AsyncSession, graduate_id: UUID) -> RosterCopy:
    """The graduate whom the roster has or had (`on_roster`).

    Raises:
        RosterNotHere: the roster's event has not arrived yet.
    """
    found = await store.graduate(session, graduate_id)
    if found is None:
        raise RosterNotHere(retry_after=RETRY_SECONDS)
    return found


async def school_names(session: AsyncSession, school_codes: Collection[str]) -> dict[str, str]:
    """What these schools are called now, as far as identity has told."""
    return await store.school_names(session, school_codes)


async def sign_settings_of(session: AsyncSession, school_code: str, cohort: int) -> SignSettings | None:
    """None when the school has no settings for the cohort."""
    found = await store.settings(session, school_code, cohort)
    if found is None:
        return None
    return SignSettings(found.destinations_open, ReviewMode(found.review_mode))


async def live_agreement_of(session: AsyncSession, graduate_id: UUID) -> LiveAgreement | None:
    """The agreement that stands in the way of a destination."""
    found = await store.live_agreement(session, graduate_id)
    return LiveAgreement(found.employer_name, Standing(found.standing)) if found else None


async def has_rescinded(session: AsyncSession, graduate_id: UUID) -> bool:
    """Whether an agreement of the graduate was rescinded, ever."""
    return await store.has_rescinded(session, graduate_id)
