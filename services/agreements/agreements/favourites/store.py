"""Every statement on favourites and search counts."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Uuid, any_, case, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourites.states import FavouriteState, Wanted
from agreements.favourites.tables import VALID as VALID_ROWS
from agreements.favourites.tables import Favourite, SearchCount
from common.rows import insert_rows

FETCHED_AT_ONCE = 1_000
ONE_VALID: dict[str, Any] = {"index_elements": ["employer_id", "graduate_id"], "index_where": VALID_ROWS}
VALID, INVALID = Favourite.invalid_at.is_(None), Favourite.invalid_at.is_not(None)


async def add(session: AsyncSession, **values: Any) -> Favourite | None:
    """Add one; None if the employer has this graduate already."""
    statement = insert(Favourite).values(**values)
    return (await session.scalars(statement.on_conflict_do_nothing(**ONE_VALID).returning(Favourite))).one_or_none()


async def add_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Add those that the employer does not have. Returns which graduates were added."""
    if not rows:
        return set()
    statement = insert_rows(Favourite, rows).on_conflict_do_nothing(**ONE_VALID)
    return set((await session.scalars(statement.returning(Favourite.graduate_id))).all())


async def graduates_held(session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]) -> set[UUID]:
    """Those of them whom the employer has, favourites that are 失效 apart."""
    found = select(Favourite.graduate_id).where(Favourite.employer_id == employer_id, VALID)
    return set(
        (
            await session.scalars(found.where(Favourite.graduate_id == any_(literal(list(graduate_ids), ARRAY(Uuid)))))
        ).all()
    )


async def of_graduate(session: AsyncSession, employer_id: UUID, graduate_id: UUID) -> Favourite | None:
    """The employer's favourite of this graduate, unless it is 失效."""
    found = select(Favourite).where(Favourite.employer_id == employer_id, Favourite.graduate_id == graduate_id, VALID)
    return (await session.scalars(found)).one_or_none()


async def of_graduates(session: AsyncSession, employer_id: UUID, graduate_ids: Collection[UUID]) -> Sequence[Favourite]:
    """The employer's favourites of these graduates, those that are 失效 apart."""
    found = select(Favourite).where(Favourite.employer_id == employer_id, VALID)
    return (await session.scalars(found.where(Favourite.graduate_id.in_(graduate_ids)))).all()


async def find(session: AsyncSession, employer_id: UUID, favourite_id: UUID) -> Favourite | None:
    """One of the employer's own favourites."""
    found = select(Favourite).where(Favourite.id == favourite_id, Favourite.employer_id == employer_id)
    return (await session.scalars(found)).one_or_none()


async def find_all(session: AsyncSession, employer_id: UUID, favourite_ids: Collection[UUID]) -> Sequence[Favourite]:
    """Those of them that are the employer's own."""
    found = select(Favourite).where(Favourite.id.in_(favourite_ids), Favourite.employer_id == employer_id)
    return (await session.scalars(found)).all()


async def of_employer(
    session: AsyncSession, employer_id: UUID, wanted: Wanted, *, limit: int, before: Sequence[Any] | None
) -> Sequence[Favourite]:
    """Those of the employer's favourites that are wanted, the latest first."""
    found = select(Favourite).where(*_wanted(employer_id, wanted)).order_by(Favourite.id.desc()).limit(limit)
    if before is not None:
        found = found.where(Favourite.id < before[0])
    return (await session.scalars(found)).all()


async def count(session: AsyncSession, employer_id: UUID, wanted: Wanted) -> int:
    """How many of the employer's favourites are wanted."""
    counted = select(func.count()).select_from(Favourite).where(*_wanted(employer_id, wanted))
    return (await session.execute(counted)).scalar_one()


async def rows_of(session: AsyncSession, employer_id: UUID, wanted: Wanted) -> AsyncIterator[Sequence[Row[Any]]]:
    """All that are wanted, in the list's order, in batches from a cursor of the database."""
    found = select(*Favourite.__table__.columns).where(*_wanted(employer_id, wanted)).order_by(Favourite.id.desc())
    async for batch in (await session.stream(found.execution_options(yield_per=FETCHED_AT_ONCE))).partitions():
        yield batch


def _wanted(employer_id: UUID, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Favourite.employer_id == employer_id, VALID if wanted.state is FavouriteState.VALID else INVALID]
    if wanted.cohort is not None:
        conditions.append(Favourite.cohort == wanted.cohort)
    if wanted.name is not None:
        conditions.append(Favourite.name.icontains(wanted.name, autoescape=True))
    if wanted.person_index is not None:
        conditions.append(Favourite.person_index == wanted.person_index)
    return conditions


async def count_by_cohort(session: AsyncSession, employer_id: UUID) -> Sequence[Row[int, int, int]]:
    """Cohort, how many of it can be invited, how many are 失效; the latest cohort first."""
    counted = (
        select(Favourite.cohort, func.count().filter(VALID), func.count().filter(INVALID))
        .where(Favourite.employer_id == employer_id)
        .group_by(Favourite.cohort)
        .order_by(Favourite.cohort.desc())
    )
    return (await session.execute(counted)).all()


async def remove(session: AsyncSession, employer_id: UUID, favourite_ids: Collection[UUID]) -> set[UUID]:
    """Remove those that are the employer's own. Returns which were."""
    own = delete(Favourite).where(Favourite.id.in_(favourite_ids), Favourite.employer_id == employer_id)
    return set((await session.scalars(own.returning(Favourite.id))).all())


async def invalidate(
    session: AsyncSession, graduate_id: UUID, at: datetime, reason: str, before: datetime | None
) -> int:
    """End the favourites of a graduate that are not 失效 yet, all or those added before a moment. Returns how many."""
    ended = update(Favourite).where(Favourite.graduate_id == graduate_id, VALID)
    if before is not None:
        ended = ended.where(Favourite.added_at < before)
    ended = ended.values(invalid_at=at, invalid_reason=reason).execution_options(synchronize_session=False)
    return len((await session.execute(ended.returning(Favourite.id))).all())


async def invalidate_outdated(
    session: AsyncSession, graduate_id: UUID, at: datetime, reason: str, identity: Mapping[str, str]
) -> int:
    """End those of a graduate that were frozen with another identity. Returns how many."""
    other = or_(*(getattr(Favourite, field) != value for field, value in identity.items()))
    ended = update(Favourite).where(Favourite.graduate_id == graduate_id, VALID, other)
    ended = ended.values(invalid_at=at, invalid_reason=reason).execution_options(synchronize_session=False)
    return len((await session.execute(ended.returning(Favourite.id))).all())


async def count_search(session: AsyncSession, user_id: UUID, minute: datetime, day: date) -> tuple[int, int]:
    """Count one search. Returns how many there have been in this minute and on this day."""
    first = insert(SearchCount).values(user_id=user_id, minute=minute, in_minute=1, day=day, in_day=1)
    counted = first.on_conflict_do_update(
        index_elements=[SearchCount.user_id],
        set_={
            "in_minute": case((SearchCount.minute == minute, SearchCount.in_minute + 1), else_=1),
            "in_day": case((SearchCount.day == day, SearchCount.in_day + 1), else_=1),
            "minute": minute,
            "day": day,
        },
    ).returning(SearchCount.in_minute, SearchCount.in_day)
    row = (await session.execute(counted)).one()
    return row.in_minute, row.in_day
