"""Signing in and out, and who I am."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from common.auth.access import AnyActor
from common.http.session import Session, api_router
from identity.roles import roles
from identity.sessions import commands, queries
from identity.sessions.errors import AccountClosed
from identity.sessions.liveness import session_of
from identity.sessions.schemas import (
    Devices,
    EmployerSignIn,
    EndedSessions,
    Me,
    RefreshRequest,
    StaffSignIn,
    TokenAnswer,
    actor_view,
    token_answer,
)

router = api_router("/v1", "登录")
EMPLOYER_REALM = "employer"
STAFF_REALM = "staff"
NOT_KEPT = "no-store"
"""Answers that hold tokens (RFC 6749 §5.1)."""


@router.post("/sessions/employer", summary="单位用户登录", response_model=TokenAnswer)
async def sign_in_as_employer(given: EmployerSignIn, request: Request, response: Response, session: Session) -> Any:
    """Mobile and password (guides/000 §1)."""
    response.headers["Cache-Control"] = NOT_KEPT
    context, password = request.app.state.context, given.password.get_secret_value()
    return token_answer(await commands.sign_in(session, context, EMPLOYER_REALM, given.mobile, password, given.captcha))


@router.post("/sessions/staff", summary="学校、省级和中心用户登录", response_model=TokenAnswer)
async def sign_in_as_staff(given: StaffSignIn, request: Request, response: Response, session: Session) -> Any:
    """User name and password (guides/003 §1)."""
    response.headers["Cache-Control"] = NOT_KEPT
    context, password = request.app.state.context, given.password.get_secret_value()
    return token_answer(await commands.sign_in(session, context, STAFF_REALM, given.username, password, given.captcha))


@router.post("/sessions/refresh", summary="刷新令牌", response_model=TokenAnswer)
async def refresh(given: RefreshRequest, request: Request, response: Response, session: Session) -> Any:
    """A new pair of tokens with the account's present data. Each refresh token works once; two tabs
    at once both get one."""
    response.headers["Cache-Control"] = NOT_KEPT
    return token_answer(await commands.refresh_session(session, request.app.state.context, given.refresh_token))


@router.delete("/sessions/current", summary="退出登录", status_code=204)
async def sign_out(actor: AnyActor, request: Request, session: Session) -> Response:
    """Sign out: the refresh token is worth nothing from now on; the access token runs out elsewhere within minutes."""
    session_id = current_session_id(request)
    if session_id is not None:
        await commands.sign_out(session, session_id)
    return Response(status_code=204)


@router.get("/me", summary="当前登录用户", response_model=Me)
async def me(actor: AnyActor, request: Request, session: Session) -> Any:
    """Who is signed in, as the account is now; `refresh_needed` tells that the token says something older."""
    now = await roles.present(session, request.app.state.context, actor)
    if now is None:
        raise AccountClosed
    warnings = await roles.warnings(session, request.app.state.context, now)
    return {**actor_view(now), "refresh_needed": now != actor, "warnings": warnings}


@router.get("/me/sessions", summary="我的登录设备")
async def my_sessions(actor: AnyActor, request: Request, session: Session) -> Devices:
    """Where I am signed in."""
    return await queries.devices(session, actor, current_session_id(request))


@router.delete("/me/sessions/{session_id}", summary="退出某一设备的登录", status_code=204)
async def end_my_session(actor: AnyActor, session: Session, session_id: UUID) -> Response:
    """Sign out on one device."""
    await commands.end_session(session, actor, session_id)
    return Response(status_code=204)


@router.delete("/me/sessions", summary="退出所有设备的登录")
async def end_my_sessions(
    actor: AnyActor,
    request: Request,
    session: Session,
    all_devices: Annotated[bool, Query(alias="all", description="true：包括当前登录")] = False,
) -> EndedSessions:
    """Sign out everywhere else, or everywhere."""
    keep = None if all_devices else current_session_id(request)
    because = "signed_out_everywhere"
    return EndedSessions(ended=await commands.end_sessions(session, actor.role, actor.id, because, keep=keep))


def current_session_id(request: Request) -> UUID | None:
    """The session of the request's token; None for a service. The signature was verified when the actor was found."""
    return session_of(request.headers["authorization"].partition(" ")[2].strip())
