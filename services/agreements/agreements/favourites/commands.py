"""Searching graduates, adding and removing favourites."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.favourites import store
from agreements.favourites.errors import FavouriteExists, NoSuchFavourite, NoSuchGraduate, SearchedTooOften
from agreements.favourites.tables import Favourite
from agreements.parties import queries as parties
from agreements.parties.queries import Graduate, Identification
from agreements.records.states import InvalidReason
from agreements.search_misses.commands import look_up, sought
from agreements.settings import SearchSettings
from common import clock
from common.auth.actors import Actor, EmployerUser
from common.crypto import Cipher

FROZEN = (
    "person_index",
    "name",
    "id_number_masked",
    "cohort",
    "school_code",
    "school_name",
    "level_code",
    "major_name",
)
"""Columns that a favourite takes from the roster."""
IDENTITY = ("name", "person_index", "school_code", "level_code")
"""Those of them whose correction ends it."""


async def count_search(session: AsyncSession, actor: Actor, limits: SearchSettings, at: datetime) -> None:
    """Count one search of this user.

    Raises:
        SearchedTooOften: the minute's or the day's number is used up.
    """
    in_minute, in_day = await store.count_search(
        session, actor.id, at.replace(second=0, microsecond=0), clock.shanghai_date(at)
    )
    if in_day > limits.per_day:
        fact = f"每个账号每天最多搜索{limits.per_day}次，请明天再试。"
        raise SearchedTooOften(fact, retry_after=_until_tomorrow(at))
    if in_minute > limits.per_minute:
        raise SearchedTooOften(f"每个账号每分钟最多搜索{limits.per_minute}次。", retry_after=60 - at.second)


async def count_miss(
    session: AsyncSession, cipher: Cipher, employer_id: UUID, wanted: Identification, limits: SearchSettings
) -> None:
    """Count an ID number that fits nobody, for all users of the employer.

    Raises:
        EmployerNotVerified: only verified employers may search.
        SearchedTooOften: this name and school have had too many of them today.
    """
    await parties.verified_employer(session, employer_id)
    one = sought(cipher, [wanted])
    if (await look_up(session, cipher, employer_id, one, limits.numbers_per_name)).withheld:
        fact = f"本单位今日以该姓名和学校查询，未找到的身份证号已有{limits.numbers_per_name}个，请明天再试。"
        raise SearchedTooOften(fact, retry_after=_until_tomorrow(clock.now()))


async def find_graduate(
    session: AsyncSession, cipher: Cipher, employer_id: UUID, wanted: Identification, *, hold: bool = False
) -> Graduate:
    """The graduate whom the employer knows by name, ID number and school.

    Args:
        hold: nobody changes the graduate until the transaction ends.

    Raises:
        EmployerNotVerified: only verified employers may search.
        NoSuchGraduate: not all of them match.
    """
    await parties.verified_employer(session, employer_id)
    found = await parties.identify(session, cipher, wanted, hold=hold)
    if found is None:
        raise NoSuchGraduate(wanted.cohort)
    return found


async def add_favourite(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, employer_id: UUID, wanted: Identification
) -> Favourite:
    """Freeze the graduate as the roster has them now.

    Raises:
        FavouriteExists: it is there already; the frozen copy stays as it is.
    """
    graduate = await find_graduate(session, cipher, employer_id, wanted, hold=True)
    added = await store.add(session, **_frozen(actor, employer_id, graduate, clock.now()))
    if added is None:
        there = await store.of_graduate(session, employer_id, graduate.graduate_id)
        raise FavouriteExists(there.id if there else None)
    return added


async def add_graduates(
    session: AsyncSession, actor: EmployerUser, employer_id: UUID, graduates: Sequence[Graduate]
) -> set[UUID]:
    """Freeze several that were found and held; those that are there already stay as they are. Returns who was added."""
    now = clock.now()
    each = {graduate.graduate_id: graduate for graduate in graduates}
    # In one order, or two that overlap would wait for each other's rows crosswise.
    rows = [_frozen(actor, employer_id, each[graduate_id], now) for graduate_id in sorted(each)]
    return await store.add_all(session, rows)


def _until_tomorrow(at: datetime) -> int:
    tomorrow = clock.shanghai_midnight(clock.shanghai_date(at) + timedelta(days=1))
    return int((tomorrow - at).total_seconds()) + 1


def _frozen(actor: EmployerUser, employer_id: UUID, graduate: Graduate, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "employer_id": employer_id,
        "graduate_id": graduate.graduate_id,
        "graduate_version": graduate.sequence,
        "added_by": actor.id,
        "added_at": now,
        **{field: getattr(graduate, field) for field in FROZEN},
    }


async def remove_favourite(session: AsyncSession, employer_id: UUID, favourite_id: UUID) -> None:
    """Remove one's own favourite. Invitations that were sent stay.

    Raises:
        NoSuchFavourite: there is none.
    """
    if not await store.remove(session, employer_id, [favourite_id]):
        raise NoSuchFavourite


async def remove_favourites(session: AsyncSession, employer_id: UUID, favourite_ids: Collection[UUID]) -> set[UUID]:
    """Remove several of one's own at once. Returns which were there; the others are as gone as they should be."""
    return await store.remove(session, employer_id, favourite_ids)


async def invalidate(
    session: AsyncSession, graduate_id: UUID, reason: InvalidReason, before: datetime | None = None
) -> int:
    """失效: the favourites of a graduate, of all employers, end because of what the roster says (guides/000 §4 note 4).

    Those that ended before keep their reason.

    Args:
        before: only those that were added before this moment.

    Returns: how many ended.
    """
    return await store.invalidate(session, graduate_id, clock.now(), reason.value, before)


async def invalidate_outdated(session: AsyncSession, graduate: Graduate) -> int:
    """失效: the favourites that were frozen before the roster corrected name, ID number, school or level (guides/000 §4
    note 2). One that was added since is as good as new. Returns how many ended.
    """
    identity = {field: getattr(graduate, field) for field in IDENTITY}
    reason = InvalidReason.IDENTITY_CORRECTED.value
    return await store.invalidate_outdated(session, graduate.graduate_id, clock.now(), reason, identity)
