"""Lists of agreements and their counts, for each of their readers."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.favourites import queries as favourites
from agreements.favourites.states import FavouriteState, Wanted
from agreements.records import states, store
from agreements.records.queries import parts
from agreements.records.queries.actions import options_of
from agreements.records.queries.again import invitations_again
from agreements.records.queries.situations import case_of, plain_case, situations_around, situations_of_employer
from agreements.records.schemas.filters import Filters, Sort, Tally
from agreements.records.schemas.lists import Counts, InvalidCount, StatusCount, TabCount
from agreements.records.schemas.views import AgreementRow
from agreements.records.states import Audience, Option, Status, Tab
from agreements.records.tables import Agreement
from common import clock
from common.auth.actors import Actor, EmployerUser, Graduate
from common.paging import Page, PageRequest, page_of


async def agreements_of(
    session: AsyncSession, actor: Actor, filters: Filters, sort: Sort, page: PageRequest
) -> Page[AgreementRow]:
    """What the actor may see of what the filters want."""
    after = page.position(*_kinds(sort))
    rows = await store.listed(session, actor, filters, sort, limit=page.limit + 1, after=after)
    options = await _options_of_all(session, actor, rows)
    warnings = await parts.warnings_beside(session, actor, rows)
    again = await invitations_again(session, actor, rows)
    audience = states.audience_of(actor)

    def line(row: Agreement) -> AgreementRow:
        return parts.row_view(row, audience, options[row.id], parts.warning_of(warnings, row), again.get(row.id))

    return page_of(rows, page, line, lambda row: store.position_in(sort, row))


async def counts_of(session: AsyncSession, actor: Actor, filters: Filters) -> Counts:
    """How many the lists would give: of each tab, of each status, and of what is urgent."""
    tallies = await store.counted(session, actor, filters)
    audience = states.audience_of(actor)
    tabs = Counter[Tab]()
    for tally in tallies:
        tabs[tally.status.tab] += tally.rows
    return Counts(
        total=sum(tally.rows for tally in tallies),
        waiting_for_me=sum(tally.waiting_for_me for tally in tallies),
        overdue=sum(tally.overdue for tally in tallies),
        frozen=sum(tally.frozen for tally in tallies),
        tabs=[TabCount(code=tab.value, label=tab.label, count=tabs[tab]) for tab in Tab],
        statuses=_by_status(tallies, audience),
        invalid=await _invalid_of(session, actor, filters, tabs[Tab.INVALID]),
    )


async def _invalid_of(session: AsyncSession, actor: Actor, filters: Filters, agreements: int) -> InvalidCount | None:
    """Favourites end as agreements do, and an employer looks for both under one tab."""
    if not isinstance(actor, EmployerUser) or actor.employer_id is None:
        return None
    kept = await favourites.count_of(session, actor.employer_id, Wanted(FavouriteState.INVALID, filters.cohort))
    return InvalidCount(agreements=agreements, favourites=kept, total=agreements + kept)


def _by_status(tallies: Sequence[Tally], audience: Audience) -> list[StatusCount]:
    rows = {tally.status: tally.rows for tally in tallies}
    return [
        StatusCount(code=status.value, label=status.label(audience), tab=status.tab.value, count=rows.get(status, 0))
        for status in Status
    ]


async def _options_of_all(session: AsyncSession, actor: Actor, rows: Sequence[Agreement]) -> dict[UUID, list[Option]]:
    """What the parties can do depends on more than the row itself."""
    if isinstance(actor, Graduate | EmployerUser):
        if isinstance(actor, Graduate):
            around = await situations_around(session, actor.graduate_id, rows)
        else:
            around = await situations_of_employer(session, rows)
        return {row.id: options_of(actor, case_of(row, around[row.id]), clock.now()) for row in rows}
    return {row.id: options_of(actor, plain_case(row), clock.now()) for row in rows}


def _kinds(sort: Sort) -> tuple[Callable[[Any], Any], ...]:
    """What a cursor of this order holds."""
    places = {Sort.LATEST: (), Sort.UPDATED: (_moment,), Sort.OVERDUE_FIRST: (_moment_or_none,)}[sort]
    return (*places, UUID)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("no moment of ours")
    return moment


def _moment_or_none(value: Any) -> datetime | None:
    return None if value is None else _moment(value)
