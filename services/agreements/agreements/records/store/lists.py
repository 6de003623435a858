"""Lists of agreements, their counts, and their rows one after the other."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, false, func, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import UnaryExpression

from agreements.records.schemas.filters import Filters, Sort, Tally
from agreements.records.states import Status
from agreements.records.store.readers import is_overdue, visible_to, waits_for
from agreements.records.tables import Agreement
from common.auth import actors

FETCHED_AT_ONCE = 1_000
Wanted = TypeVar("Wanted", bound=Select[*tuple[Any, ...]])
Stretch = tuple[list[ColumnElement[bool]], tuple[UnaryExpression[Any], ...]]
"""A part of a list with its own order: one index gives it."""


async def listed(
    session: AsyncSession,
    actor: actors.Actor,
    filters: Filters,
    sort: Sort,
    *,
    limit: int,
    after: Sequence[Any] | None,
) -> Sequence[Agreement]:
    """What the actor may see of what the filters want, in this order, `after` a `position_in` it."""
    rows: list[Agreement] = []
    for where, order in _stretches(sort, after):
        wanted = _of(select(Agreement), actor, filters).where(*where).order_by(*order).limit(limit - len(rows))
        rows += (await session.scalars(wanted)).all()
        if len(rows) == limit:
            break
    return rows


def position_in(sort: Sort, row: Agreement) -> tuple[Any, ...]:
    """Where a row stands, for `listed` to go on after it."""
    first = {Sort.LATEST: (), Sort.UPDATED: (row.updated_at,), Sort.OVERDUE_FIRST: (row.due_at,)}[sort]
    return (*first, row.id)


async def counted(session: AsyncSession, actor: actors.Actor, filters: Filters) -> Sequence[Tally]:
    """How many the lists would give of each status. One index holds all that is asked, whatever the reader."""
    mine, late = waits_for(actor), is_overdue(filters.now)
    numbers = (
        func.count().label("rows"),
        func.count().filter(mine).label("mine"),
        func.count().filter(late).label("late"),
        func.count().filter(Agreement.frozen_at.is_not(None)).label("frozen"),
    )
    wanted = _of(select(Agreement.status, *numbers), actor, filters).group_by(Agreement.status)
    found = await session.execute(wanted)
    return [Tally(Status(row.status), row.rows, row.mine, row.late, row.frozen) for row in found]


async def rows_of(
    session: AsyncSession, actor: actors.Actor, filters: Filters, sort: Sort, columns: Sequence[Any]
) -> AsyncIterator[Sequence[Row[Any]]]:
    """The same list whole, some columns of it, in batches from a cursor of the database."""
    for where, order in _stretches(sort, None):
        wanted = _of(select(*columns), actor, filters).where(*where).order_by(*order)
        found = await session.stream(wanted.execution_options(yield_per=FETCHED_AT_ONCE))
        async for batch in found.partitions():
            yield batch


def _stretches(sort: Sort, after: Sequence[Any] | None) -> list[Stretch]:
    """The order, as the stretches that indexes give. A row comparison is one range of an index, an OR is none."""
    *place, last = after if after is not None else (None,)
    latest_first = (Agreement.id.desc(),)
    older = [Agreement.id < last] if after is not None else []
    if sort is Sort.LATEST:
        return [(older, latest_first)]
    if sort is Sort.UPDATED:
        moved = tuple_(Agreement.updated_at, Agreement.id)
        before = [moved < tuple_(*place, last)] if after is not None else []
        return [(before, (Agreement.updated_at.desc(), Agreement.id.desc()))]
    waiting, resting = Agreement.due_at.is_not(None), Agreement.due_at.is_(None)
    if after is not None and place[0] is None:
        return [([resting, *older], latest_first)]
    later = [tuple_(Agreement.due_at, Agreement.id) > tuple_(*place, last)] if after is not None else []
    return [([waiting, *later], (Agreement.due_at.asc(), Agreement.id.asc())), ([resting], latest_first)]


def _of(wanted: Wanted, actor: actors.Actor, filters: Filters) -> Wanted:
    return wanted.where(visible_to(actor), *_equal(filters), *_flags(actor, filters))


def _equal(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    equal: tuple[tuple[Any, Any], ...] = (
        (Agreement.cohort, filters.cohort),
        (Agreement.reviewing_department, filters.department),
        (Agreement.level_code, filters.level_code),
        (Agreement.major_name, filters.major),
        (Agreement.number, filters.number),
    )
    among: tuple[tuple[Any, Any], ...] = (
        (Agreement.status, filters.statuses),
        (Agreement.kind, filters.kinds),
        (Agreement.graduate_id, filters.graduate_ids),
    )
    conditions += [column == wanted for column, wanted in equal if wanted is not None]
    conditions += [column.in_(sorted(several)) for column, several in among if several is not None]
    if filters.name is not None:
        conditions.append(Agreement.graduate_name.icontains(filters.name, autoescape=True))
    return conditions


def _flags(actor: actors.Actor, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.overdue is not None:
        conditions.append(_or_not(is_overdue(filters.now), filters.overdue))
    if filters.frozen is not None:
        conditions.append(_or_not(Agreement.frozen_at.is_not(None), filters.frozen))
    if filters.changed_on_roster is not None:
        conditions.append(_or_not(Agreement.changed_on_roster.is_not(None), filters.changed_on_roster))
    if filters.waiting_for_me is not None:
        conditions.append(_or_not(waits_for(actor), filters.waiting_for_me))
    return conditions


def _or_not(condition: ColumnElement[bool], wanted: bool) -> ColumnElement[bool]:
    return condition if wanted else not_(func.coalesce(condition, false()))
