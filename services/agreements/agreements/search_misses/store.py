"""Every statement on search misses."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, delete, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.search_misses.tables import SearchMiss

NOTED_TOGETHER = 500

Asked = tuple[str, str]
"""Fingerprints: of name and school, and of the ID number."""


async def of_day(session: AsyncSession, employer_id: UUID, day: date, known_as: Collection[str]) -> list[Asked]:
    """What this employer has tried in vain for these names on this day."""
    found = select(SearchMiss.known_as, SearchMiss.number).filter_by(employer_id=employer_id, day=day)
    wanted = found.where(SearchMiss.known_as == any_(literal(list(known_as), ARRAY(Text))))
    return [(row.known_as, row.number) for row in await session.execute(wanted)]


async def note(session: AsyncSession, employer_id: UUID, day: date, missed: Collection[Asked]) -> int:
    """Note what fitted nobody. Returns how many are new on this day."""
    if not missed:
        return 0
    rows = [
        {"employer_id": employer_id, "day": day, "known_as": known_as, "number": number}
        for known_as, number in sorted(missed)
    ]
    new = insert(SearchMiss).on_conflict_do_nothing().returning(SearchMiss.number)
    noted = 0
    for start in range(0, len(rows), NOTED_TOGETHER):
        noted += len((await session.scalars(new, rows[start : start + NOTED_TOGETHER])).all())
    return noted


async def forget(session: AsyncSession, before: date, batch: int) -> int:
    """Forget a batch of the days before. Returns how many."""
    key = tuple_(SearchMiss.employer_id, SearchMiss.day, SearchMiss.known_as, SearchMiss.number)
    over = select(SearchMiss.employer_id, SearchMiss.day, SearchMiss.known_as, SearchMiss.number)
    over = over.where(SearchMiss.day < before).limit(batch).with_for_update(skip_locked=True)
    gone = delete(SearchMiss).where(key.in_(over)).execution_options(synchronize_session=False)
    return len((await session.scalars(gone.returning(SearchMiss.number))).all())
