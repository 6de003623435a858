"""Every statement on projections and counters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from stats.counting.states import Key, Kind
from stats.counting.tables import AgreementRow, CounterRow, FreshnessRow, GraduateRow, OutcomeRow

Projection = TypeVar("Projection", GraduateRow, AgreementRow, OutcomeRow)

KEY = tuple_(
    CounterRow.kind,
    CounterRow.cohort,
    CounterRow.school_code,
    CounterRow.department,
    CounterRow.employer_id,
    CounterRow.category,
)

DIFFERENCES = text(
    """
    WITH counted AS (
        SELECT 'graduate' AS kind, cohort, school_code, department, CAST(:nobody AS uuid) AS employer_id,
               '' AS category, count(*) AS n
        FROM graduates WHERE on_roster GROUP BY cohort, school_code, department
        UNION ALL
        SELECT 'agreement', cohort, school_code, department, employer_id, status, count(*)
        FROM agreements GROUP BY cohort, school_code, department, employer_id, status
        UNION ALL
        SELECT 'outcome', cohort, school_code, department, CAST(:nobody AS uuid), code, count(*)
        FROM outcomes WHERE code IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM graduates AS g WHERE g.graduate_id = outcomes.graduate_id AND NOT g.on_roster)
        GROUP BY cohort, school_code, department, code
    )
    SELECT kind, cohort, school_code, department, employer_id, category,
           coalesce(counters.n, 0) AS kept, coalesce(counted.n, 0) AS counted
    FROM counted FULL JOIN counters USING (kind, cohort, school_code, department, employer_id, category)
    WHERE coalesce(counters.n, 0) <> coalesce(counted.n, 0)
    ORDER BY kind, cohort, school_code, department, employer_id, category
    """
)


async def find(session: AsyncSession, table: type[Projection], key: UUID) -> Projection | None:
    """One projection row."""
    return await session.get(table, key)


async def keep(session: AsyncSession, row: Projection) -> None:
    """Write a projection row, new or changed."""
    await session.merge(row)
    await session.flush()


async def agreements_of(session: AsyncSession, graduate_id: UUID) -> Sequence[AgreementRow]:
    """All agreements of a graduate."""
    return (await session.scalars(select(AgreementRow).where(AgreementRow.graduate_id == graduate_id))).all()


async def change_counters(session: AsyncSession, deltas: list[tuple[Key, int]]) -> None:
    """Apply changes in the order given, which is the order of the keys in every transaction."""
    for key, delta in deltas:
        if delta < 0:
            await session.execute(update(CounterRow).where(KEY.in_([tuple(key)])).values(n=CounterRow.n + delta))
        else:
            fresh = insert(CounterRow).values(**key._asdict(), n=delta)
            await session.execute(
                fresh.on_conflict_do_update(index_elements=Key._fields, set_={"n": CounterRow.n + delta})
            )


async def note_event(session: AsyncSession, part: int, at: datetime) -> None:
    """An event of this time was worked on."""
    fresh = insert(FreshnessRow).values(part=part, newest=at)
    await session.execute(
        fresh.on_conflict_do_update(
            index_elements=[FreshnessRow.part], set_={"newest": func.greatest(FreshnessRow.newest, at)}
        )
    )


async def newest_event(session: AsyncSession) -> datetime | None:
    """The time of the newest event that was worked on."""
    return await session.scalar(select(func.max(FreshnessRow.newest)))


async def of_employer(session: AsyncSession, employer_id: UUID, cohort: int) -> Sequence[Any]:
    """category and n of an employer's agreements in a cohort, over all schools."""
    counted = select(CounterRow.category, func.sum(CounterRow.n).label("n")).where(
        CounterRow.employer_id == employer_id,
        CounterRow.cohort == cohort,
        CounterRow.kind == Kind.AGREEMENT.value,
    )
    return (await session.execute(counted.group_by(CounterRow.category))).all()


async def of_school(session: AsyncSession, school_code: str, cohort: int, department: str | None) -> Sequence[Any]:
    """department, kind, category and n of a school's cohort; of one department if it is given."""
    columns = (CounterRow.department, CounterRow.kind, CounterRow.category)
    counted = select(*columns, func.sum(CounterRow.n).label("n")).where(
        CounterRow.school_code == school_code, CounterRow.cohort == cohort, CounterRow.n > 0
    )
    if department is not None:
        counted = counted.where(CounterRow.department == department)
    return (await session.execute(counted.group_by(*columns).order_by(*columns))).all()


async def employers_of_school(
    session: AsyncSession, school_code: str, cohort: int, department: str | None, *, but: UUID
) -> Sequence[Any]:
    """employer_id, category and n of a school's cohort, without one employer; of one department if it is given."""
    columns = (CounterRow.employer_id, CounterRow.category)
    counted = select(*columns, func.sum(CounterRow.n).label("n")).where(
        CounterRow.school_code == school_code,
        CounterRow.cohort == cohort,
        CounterRow.kind == Kind.AGREEMENT.value,
        CounterRow.employer_id != but,
        CounterRow.n > 0,
    )
    if department is not None:
        counted = counted.where(CounterRow.department == department)
    return (await session.execute(counted.group_by(*columns))).all()


async def differences(session: AsyncSession, nobody: UUID) -> Sequence[Any]:
    """Counters that do not equal a recount of the projections, in one statement and so in one snapshot."""
    return (await session.execute(DIFFERENCES, {"nobody": nobody})).all()


async def stop_counting(session: AsyncSession) -> None:
    """Wait for those who are changing counters, and let nobody change one until the transaction ends."""
    await session.execute(text("LOCK TABLE counters IN EXCLUSIVE MODE"))


async def put_right(session: AsyncSession, key: Key, n: int) -> None:
    """Set one counter."""
    fresh = insert(CounterRow).values(**key._asdict(), n=n)
    await session.execute(fresh.on_conflict_do_update(index_elements=Key._fields, set_={"n": n}))
