"""What screens and other features ask about favourites."""

from collections.abc import Collection, Sequence
from itertools import count
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourites import store
from agreements.favourites.commands import find_graduate
from agreements.favourites.errors import NoSuchFavourite
from agreements.favourites.schemas import CohortCount, FavouriteView, FoundGraduate, Invalidity
from agreements.favourites.states import FavouriteState, Wanted, remedy_for
from agreements.favourites.tables import Favourite
from agreements.parties.queries import Identification
from agreements.records.states import InvalidReason
from agreements.workbooks.commands import Cells, moment, place_for, refuse_too_long, written
from common.answers import Coded
from common.auth.actors import EmployerUser
from common.contracts.codes.levels import short_level
from common.contracts.values.cohort import cohort_label
from common.crypto import Cipher
from common.paging import Page, PageRequest, page_of

__all__ = [
    "Favourite",
    "count_of",
    "counts_of",
    "favourite_of",
    "favourite_view",
    "favourites_by_id",
    "favourites_of",
    "favourites_of_graduates",
    "graduates_held",
    "search",
    "workbook_of",
]


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
    session: AsyncSession, employer_id: UUID, wanted: Wanted, page: PageRequest
) -> Page[FavouriteView]:
    """Those of the employer's favourites that are wanted, the latest first."""
    rows = await store.of_employer(session, employer_id, wanted, limit=page.limit + 1, before=page.position(UUID))
    return page_of(rows, page, favourite_view, lambda row: row.id)


async def count_of(session: AsyncSession, employer_id: UUID, wanted: Wanted) -> int:
    """How many of the employer's favourites are wanted."""
    return await store.count(session, employer_id, wanted)


async def workbook_of(session: AsyncSession, actor: EmployerUser, employer_id: UUID, wanted: Wanted) -> BinaryIO:
    """下载当前查询数据: the same list whole, as an open file without a name: it goes when it is closed.

    Raises:
        DownloadsBusy: as many as can be are being written.
        DownloadRunning: this reader's last one is.
        DownloadTooLong: there are more than 100,000 rows.
    """
    with place_for(actor):
        refuse_too_long(await store.count(session, employer_id, wanted), "请选择届别或填写学生姓名后分次下载。")
        return await written(_cells(wanted.state), store.rows_of(session, employer_id, wanted))


async def counts_of(session: AsyncSession, employer_id: UUID) -> list[CohortCount]:
    """How many favourites the employer has of each cohort, the latest first: what 届别切换 chooses from."""
    return [
        CohortCount(cohort=cohort, cohort_label=cohort_label(cohort), valid=valid, invalid=invalid)
        for cohort, valid, invalid in await store.count_by_cohort(session, employer_id)
    ]


async def favourites_by_id(
    session: AsyncSession, employer_id: UUID, favourite_ids: Collection[UUID]
) -> dict[UUID, Favourite]:
    """Those of them that are the employer's own."""
    return {found.id: found for found in await store.find_all(session, employer_id, favourite_ids)}


async def favourites_of_graduates(
    session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]
) -> dict[UUID, Favourite]:
    """The employer's favourites of these graduates, by graduate; those that are 失效 are none."""
    return {found.graduate_id: found for found in await store.of_graduates(session, employer_id, graduate_ids)}


async def favourite_of(session: AsyncSession, employer_id: UUID, favourite_id: UUID) -> Favourite:
    """One of the employer's own favourites.

    Raises:
        NoSuchFavourite: there is none.
    """
    found = await store.find(session, employer_id, favourite_id)
    if found is None:
        raise NoSuchFavourite
    return found


async def graduates_held(session: AsyncSession, employer_id: UUID, graduate_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the graduates whom the employer has among its favourites."""
    return await store.graduates_held(session, employer_id, graduate_ids)


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
        invalid=_invalid(favourite),
    )


def _cells(state: FavouriteState) -> Cells:
    """The columns of the employer's lists (domain §6.15); of what is 失效, why."""
    numbers = count(1)
    cells: Cells = {
        "序号": lambda _: str(next(numbers)),
        "学生姓名": lambda row: row.name,
        "证件号码": lambda row: row.id_number_masked,
        "毕业院校": lambda row: row.school_name,
        "学历层次": lambda row: short_level(row.level_code),
        "专业": lambda row: row.major_name,
        "年份": lambda row: cohort_label(row.cohort),
        "最新状态": lambda _: state.label,
        "最新操作时间": lambda row: moment(row.invalid_at or row.added_at),
    }
    if state is FavouriteState.VALID:
        return cells
    return {**cells, "失效原因": lambda row: InvalidReason(row.invalid_reason).label}


def _invalid(favourite: Favourite) -> Invalidity | None:
    if favourite.invalid_at is None or favourite.invalid_reason is None:
        return None
    reason = InvalidReason(favourite.invalid_reason)
    return Invalidity(at=favourite.invalid_at, reason=Coded(code=reason, label=reason.label), remedy=remedy_for(reason))
