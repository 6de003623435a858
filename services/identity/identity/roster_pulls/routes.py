"""Pulls over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from common.auth.access import SchoolUser
from common.contracts.values.cohort import Cohort
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.roster_pulls import commands, queries
from identity.roster_pulls.schemas import PullDetail, PullRequest, PullView

router = api_router("/v1/roster-pulls", "学生名单同步")


@router.post("", summary="从就业管理系统同步名单", status_code=202)
async def begin_pull(
    actor: SchoolUser, body: PullRequest, request: Request, session: Session, once: Once
) -> PullDetail:
    """Begin a pull; it is taken in the background, and its record tells how far it is."""
    pull_id = await commands.begin_pull(session, request.app.state.context, actor, body)
    return await queries.show_pull(session, actor, pull_id)


@router.get("", summary="名单同步记录")
async def list_pulls(
    actor: SchoolUser, session: Session, page: Paging, cohort: Annotated[Cohort | None, Query()] = None
) -> Page[PullView]:
    """The school's pulls, the newest first."""
    return await queries.list_pulls(session, actor, cohort, page)


@router.get("/{pull_id}", summary="名单同步详情")
async def show_pull(actor: SchoolUser, session: Session, pull_id: UUID) -> PullDetail:
    """One pull: what it has brought, and which rows were left out and why."""
    return await queries.show_pull(session, actor, pull_id)
