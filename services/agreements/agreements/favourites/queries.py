"""What screens and other features ask about favourites."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourites import store
from agreements.favourites.commands import find_graduate
from agreements.favourites.errors import NoSuchFavourite
from agreements.favourites.schemas import FavouriteView, FoundGraduate
from agreements.favourites.tables import Favourite
from agreements.parties.queries import Identification
from common.answers import Coded
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.crypto import Cipher
from common.paging import Page, PageRequest, page_of

__all__ = ["Favourite", "favourite_of", "favourite_view", "favourites_of", "search"]


async def search(session: AsyncSession, cipher: Cipher, employer_id: UUID, wanted: Identification) -> FoundGraduate:
    """The graduate, shown by school, level and major only."""
    graduate = await find_graduate(session, cipher, employer_id, wanted)
    there = await store.of_graduate(session, employer_id, graduate.graduate_id)
    return FoundGraduate(
        cohort=graduate.cohort,
        cohort_label=cohort_label(graduate.cohort),
        school=Coded(code=graduate.school_code, label=graduate.school_name),
        level=Coded(code=graduate.level_code, label=short_level(graduate.level_code)),
        major=graduate.major_name,
        favourite_id=there.id if there else None,
    )


async def favourites_of(
    session: AsyncSession, employer_id: UUID, cohort: int | None, page: PageRequest
) -> Page[FavouriteView]:
    """The employer's favourites, the latest first."""
    rows = await store.of_employer(
        session, employer_id, cohort=cohort, limit=page.limit + 1, before=page.position(UUID)
    )
    return page_of(rows, page, favourite_view, lambda row: row.id)


async def favourite_of(session: AsyncSession, employer_id: UUID, favourite_id: UUID) -> Favourite:
    """One of the employer's own favourites.

    Raises:
        NoSuchFavourite: there is none.
    """
    found = await store.find(session, employer_id, favourite_id)
    if found is None:
        raise NoSuchFavourite
    return found


def favourite_view(favourite: Favourite) -> FavouriteView:
    """As screens show it."""
    return FavouriteView(
        id=favourite.id,
        cohort=favourite.cohort,
        cohort_label=cohort_label(favourite.cohort),
        name=favourite.name,
        id_number_masked=favourite.id_number_masked,
        school=Coded(code=favourite.school_code, label=favourite.school_name),
        level=Coded(code=favourite.level_code, label=short_level(favourite.level_code)),
        major=favourite.major_name,
        added_at=favourite.added_at,
    )
