"""Pulls as screens show them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import SchoolUser
from common.paging import Page, PageRequest, page_of
from identity.roster.queries import own_row
from identity.roster.states import MOST_TOLD
from identity.roster_pulls import store
from identity.roster_pulls.errors import PullNeedsWholeSchool, PullNotFound, StillListedAtSource
from identity.roster_pulls.schemas import PullDetail, PullFaultView, PullView


async def show_pull(session: AsyncSession, reader: SchoolUser, pull_id: UUID) -> PullDetail:
    """One pull with its faults.

    Raises:
        PullNotFound: there is none, or it is another school's.
        PullNeedsWholeSchool: the reader sees only part of the school.
    """
    if reader.data_scope != "all":
        raise PullNeedsWholeSchool
    pull = await store.find(session, pull_id, reader.school_code)
    if pull is None:
        raise PullNotFound
    faults = [PullFaultView.model_validate(fault) for fault in await store.faults(session, pull_id, MOST_TOLD)]
    return PullDetail(**PullView.of(pull).model_dump(), faults=faults)


async def list_pulls(
    session: AsyncSession, reader: SchoolUser, cohort: int | None, page: PageRequest
) -> Page[PullView]:
    """The school's pulls, the newest first.

    Raises:
        PullNeedsWholeSchool: the reader sees only part of the school.
    """
    if reader.data_scope != "all":
        raise PullNeedsWholeSchool
    found = await store.page(session, reader.school_code, cohort, page)
    return page_of(found, page, PullView.of, lambda pull: pull.id)


async def refuse_if_listed_at_source(session: AsyncSession, reader: SchoolUser, graduate_id: UUID) -> None:
    """The list comes from the employment system (guides/003 §4): who stands there is taken off there.

    Raises:
        GraduateNotFound: there is none, or it is another school's.
        StillListedAtSource: the employment system lists the graduate.
    """
    row = await own_row(session, reader, graduate_id)
    if await store.is_listed(session, (row.school_code, row.cohort), row.exam_number):
        raise StillListedAtSource(rule="graduate_is_not_listed_at_source", who_can_change="学校用户，在就业管理系统中")
