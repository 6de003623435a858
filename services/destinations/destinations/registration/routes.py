"""毕业去向登记 over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from common.auth.access import Graduate, SchoolReviewer
from common.contracts.values.cohort import Cohort
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from common.review import ReviewStep
from destinations.access import Party
from destinations.registration import commands, queries
from destinations.registration.queries import Filters
from destinations.registration.schemas import DestinationRow, DestinationView, Reject, Submit
from destinations.registration.states import Status

router = api_router("/v1/destinations", "毕业去向登记")

ExactText = Annotated[str | None, Query(max_length=100)]


@router.post("", status_code=201)
async def register(once: Once, body: Submit, actor: Graduate, session: Session) -> DestinationView:
    """无需就业协议去向登记: choose a type, fill in what it asks for, submit."""
    saved = await commands.register(session, actor, body)
    return await queries.destination_view(session, actor, saved)


@router.get("")
async def list_destinations(
    actor: Party,
    session: Session,
    page: Paging,
    cohort: Cohort | None = None,
    status: Status | None = None,
    review_step: ReviewStep | None = None,
    destination_code: Annotated[str | None, Query(max_length=20)] = None,
    department: ExactText = None,
    name: ExactText = None,
) -> Page[DestinationRow]:
    """去向登记管理: a graduate's own, a school's or a department's registrations, the latest first."""
    filters = Filters(cohort, status, review_step, destination_code, department, name)
    return await queries.destinations_of(session, actor, filters, page)


@router.get("/{destination_id}")
async def read_destination(destination_id: UUID, actor: Party, session: Session) -> DestinationView:
    """One registration with its history and what the reader can do."""
    return await queries.read_destination(session, actor, destination_id)


@router.post("/{destination_id}/submit")
async def resubmit(destination_id: UUID, body: Submit, actor: Graduate, session: Session) -> DestinationView:
    """Submit a draft that was withdrawn, as it was or edited."""
    saved = await commands.resubmit(session, actor, destination_id, body)
    return await queries.destination_view(session, actor, saved)


@router.post("/{destination_id}/withdraw")
async def withdraw(destination_id: UUID, actor: Graduate, session: Session) -> DestinationView:
    """撤回修改, before anybody has reviewed it."""
    saved = await commands.withdraw(session, actor, destination_id)
    return await queries.destination_view(session, actor, saved)


@router.post("/{destination_id}/void")
async def void(destination_id: UUID, actor: Graduate, session: Session) -> DestinationView:
    """作废 an approved destination; nobody has to review that."""
    saved = await commands.void(session, actor, destination_id)
    return await queries.destination_view(session, actor, saved)


@router.post("/{destination_id}/pass")
async def pass_review(destination_id: UUID, actor: SchoolReviewer, session: Session) -> DestinationView:
    """审核通过, the department's step or the school's."""
    saved = await commands.pass_review(session, actor, destination_id)
    return await queries.destination_view(session, actor, saved)


@router.post("/{destination_id}/reject")
async def reject(destination_id: UUID, body: Reject, actor: SchoolReviewer, session: Session) -> DestinationView:
    """审核不通过: it is void and has to be registered anew."""
    saved = await commands.reject(session, actor, destination_id, body.reason)
    return await queries.destination_view(session, actor, saved)
