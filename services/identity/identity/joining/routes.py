"""申请加入单位: asking, and answering as the employer's user or at the centre."""

from uuid import UUID

from fastapi import Request

from common.auth.access import CentreUser, EmployerUser, NewEmployerUser
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.joining import commands, queries
from identity.joining.schemas import JoinForm, JoinRequestView, RefusalForm
from identity.membership.commands import present_member

own = api_router("/v1/employer/join-requests", "加入单位")
centre = api_router("/v1/employer-join-requests", "加入单位")
routers = (own, centre)


@own.post("", summary="申请加入单位", status_code=201)
async def ask(
    given: JoinForm, once: Once, actor: NewEmployerUser, request: Request, session: Session
) -> JoinRequestView:
    """For a user without employer, when the USCC is registered already. Its users or the centre answer."""
    context = request.app.state.context
    row = await commands.ask(session, context, actor, given.uscc, given.note)
    return (await queries.views(session, context, actor, [row]))[0]


@own.get("/mine", summary="本人的加入申请")
async def my_requests(actor: NewEmployerUser, request: Request, session: Session) -> list[JoinRequestView]:
    """What became of one's own requests, newest first."""
    return await queries.own_requests(session, request.app.state.context, actor)


@own.get("", summary="申请加入本单位的用户")
async def requests_to_us(
    actor: EmployerUser, request: Request, session: Session, page: Paging
) -> Page[JoinRequestView]:
    """Who waits for an answer of this employer."""
    employer_id = await present_member(session, actor)
    return await queries.waiting_requests(session, request.app.state.context, actor, employer_id, page)


@own.post("/{request_id}/approve", summary="同意加入")
async def approve(request_id: UUID, actor: EmployerUser, request: Request, session: Session) -> JoinRequestView:
    """The applicant is a user of this employer from now on, with the same rights as all."""
    context = request.app.state.context
    row = await commands.approve(session, context, actor, request_id)
    return (await queries.views(session, context, actor, [row]))[0]


@own.post("/{request_id}/refuse", summary="不同意加入")
async def refuse(
    request_id: UUID, given: RefusalForm, actor: EmployerUser, request: Request, session: Session
) -> JoinRequestView:
    """With a reason that the applicant reads."""
    row = await commands.refuse(session, actor, request_id, given.reason)
    return (await queries.views(session, request.app.state.context, actor, [row]))[0]


@own.post("/{request_id}/withdraw", summary="撤回加入申请")
async def withdraw(request_id: UUID, actor: NewEmployerUser, request: Request, session: Session) -> JoinRequestView:
    """The applicant's own request, as long as nobody has answered it."""
    row = await commands.withdraw(session, actor, request_id)
    return (await queries.views(session, request.app.state.context, actor, [row]))[0]


@centre.get("", summary="加入单位的申请")
async def all_requests(
    actor: CentreUser, request: Request, session: Session, page: Paging, employer_id: UUID | None = None
) -> Page[JoinRequestView]:
    """Who waits for an answer, of one employer or of all."""
    return await queries.waiting_requests(session, request.app.state.context, actor, employer_id, page)


@centre.post("/{request_id}/approve", summary="中心同意加入")
async def approve_at_centre(request_id: UUID, actor: CentreUser, request: Request, session: Session) -> JoinRequestView:
    """For employers that have no user left, or do not answer."""
    context = request.app.state.context
    row = await commands.approve(session, context, actor, request_id)
    return (await queries.views(session, context, actor, [row]))[0]


@centre.post("/{request_id}/refuse", summary="中心不同意加入")
async def refuse_at_centre(
    request_id: UUID, given: RefusalForm, actor: CentreUser, request: Request, session: Session
) -> JoinRequestView:
    """With a reason that the applicant reads."""
    row = await commands.refuse(session, actor, request_id, given.reason)
    return (await queries.views(session, request.app.state.context, actor, [row]))[0]
