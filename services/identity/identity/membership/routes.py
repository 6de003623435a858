"""账号管理 of an employer (guides/000 §10)."""

from uuid import UUID

from fastapi import Request, Response

from common.auth.access import CentreUser, EmployerUser, ServiceAccount
from common.http.idempotency import Once
from common.http.session import Session, api_router
from identity.membership import commands, queries
from identity.membership.schemas import Addition, Left, ReachableUsers, Removal, Users

PRIVATE = {"Cache-Control": "no-store"}

own = api_router("/v1/employer", "账号管理")
others = api_router("/v1/employers", "账号管理")
routers = (own, others)


@own.get("/users", summary="本单位的用户")
async def list_own_users(actor: EmployerUser, request: Request, session: Session) -> Users:
    """All users of the employer, with masked mobiles, and those who have left."""
    employer_id = await commands.present_member(session, actor)
    return await queries.users_of_employer(session, request.app.state.context, actor, employer_id)


@own.post("/leave", summary="退出单位")
async def leave(actor: EmployerUser, request: Request, session: Session) -> Left:
    """The employer and what was done in its name stay; the last user may leave too, the centre lets in the next."""
    await commands.leave(session, request.app.state.context, actor)
    return Left(refresh_needed=True)


@own.post("/users/{user_id}/remove", summary="移除用户")
async def remove(user_id: UUID, given: Removal, actor: EmployerUser, request: Request, session: Session) -> Users:
    """Their sessions end and they are told who did it; they may ask to join again."""
    context = request.app.state.context
    employer_id = await commands.present_member(session, actor)
    await commands.remove(session, context, actor, employer_id, user_id, given.reason)
    return await queries.users_of_employer(session, context, actor, employer_id)


@others.get("/{employer_id}/contacts", summary="单位用户的联系方式")
async def show_contacts(
    actor: ServiceAccount, employer_id: UUID, request: Request, response: Response, session: Session
) -> ReachableUsers:
    """Whom to tell what happened to the employer: for the service that sends messages, and written down."""
    response.headers.update(PRIVATE)
    return await queries.reachable_users(session, request.app.state.context, actor, employer_id)


@others.get("/{employer_id}/users", summary="单位的用户")
async def list_users(actor: CentreUser, employer_id: UUID, request: Request, session: Session) -> Users:
    """The same list for the centre."""
    return await queries.users_of_employer(session, request.app.state.context, actor, employer_id)


@others.post("/{employer_id}/users", summary="添加单位用户", status_code=201)
async def add_user(
    employer_id: UUID, given: Addition, once: Once, actor: CentreUser, request: Request, session: Session
) -> Users:
    """A registered user whom the employer has asked to add, for instance when its last one has left."""
    context = request.app.state.context
    await commands.add_user(session, context, actor, employer_id, given.mobile)
    return await queries.users_of_employer(session, context, actor, employer_id)


@others.post("/{employer_id}/users/{user_id}/remove", summary="移除单位用户")
async def remove_user(
    employer_id: UUID, user_id: UUID, given: Removal, actor: CentreUser, request: Request, session: Session
) -> Users:
    """The centre sends a user away, with a reason."""
    context = request.app.state.context
    await commands.remove(session, context, actor, employer_id, user_id, given.reason)
    return await queries.users_of_employer(session, context, actor, employer_id)
