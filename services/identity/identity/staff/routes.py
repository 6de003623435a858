"""Staff accounts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Query, Request, Response

from common.auth import actors
from common.auth.access import CentreUser, require
from common.contracts.values.school_code import SchoolCode
from common.contracts.values.text import Text
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.schools.schemas import ProvinceCode
from identity.staff import queries
from identity.staff.commands import accounts, passwords
from identity.staff.schemas.accounts import Because, CorrectedStaffUser, NewStaffUser, StaffUserDetail, StaffUserView
from identity.staff.schemas.passwords import (
    OneTimePassword,
    PasswordChange,
    PasswordReset,
    ResetCodeRequest,
    ResetCodeSent,
)
from identity.staff.states import Filters, StaffRole
from identity.visitors import network_of

router = api_router("/v1", "工作人员账号")
MINUTE = 60
NOT_KEPT = "no-store"
"""Answers that hold passwords."""

AccountKeeper = Annotated[actors.CentreUser | actors.SchoolUser, Depends(require(actors.CentreUser, actors.SchoolUser))]
"""Who looks after accounts: the centre, and each school for its departments."""


async def _filters(
    role: Annotated[StaffRole | None, Query(description="角色")] = None,
    school_code: Annotated[SchoolCode | None, Query()] = None,
    province_code: Annotated[ProvinceCode | None, Query()] = None,
    name: Annotated[Annotated[str, Text(100)] | None, Query(description="姓名或用户名（包含）")] = None,
    closed: Annotated[bool | None, Query(description="是否已停用")] = None,
) -> Filters:
    return Filters(role.value if role else None, school_code, province_code, name, closed)


@router.post("/staff-users", status_code=201, summary="创建工作人员账号")
async def create_staff_user(
    actor: AccountKeeper, body: NewStaffUser, once: Once, request: Request, session: Session
) -> StaffUserDetail:
    """A new account of the centre or a province. School and department users are made in the employment system."""
    context = request.app.state.context
    user = await accounts.create_staff_user(session, context, actor, body)
    return await queries.show_staff_user(session, context.resources.cipher, actor, user.id)


@router.get("/staff-users", summary="工作人员账号列表")
async def list_staff_users(
    actor: AccountKeeper,
    request: Request,
    session: Session,
    page: Paging,
    filters: Annotated[Filters, Depends(_filters)],
) -> Page[StaffUserView]:
    """The accounts the reader looks after; `warnings` names a department that the roster does not have."""
    return await queries.list_staff(session, request.app.state.context.resources.cipher, actor, filters, page)


@router.get("/staff-users/{user_id}", summary="工作人员账号")
async def show_staff_user(actor: AccountKeeper, user_id: UUID, request: Request, session: Session) -> StaffUserDetail:
    """One account, with what was done to it and what may be."""
    return await queries.show_staff_user(session, request.app.state.context.resources.cipher, actor, user_id)


@router.patch("/staff-users/{user_id}", summary="修改工作人员账号")
async def correct_staff_user(
    actor: CentreUser, user_id: UUID, body: CorrectedStaffUser, request: Request, session: Session
) -> StaffUserDetail:
    """Name, mobile, title, e-mail. Role and scope never change: a new post gets a new account."""
    context = request.app.state.context
    await accounts.correct(session, context, actor, user_id, body)
    return await queries.show_staff_user(session, context.resources.cipher, actor, user_id)


@router.post("/staff-users/{user_id}/close", summary="停用工作人员账号")
async def close_staff_user(
    actor: CentreUser, user_id: UUID, body: Because, request: Request, session: Session
) -> StaffUserDetail:
    """Nobody signs in with it any more, and its sessions end."""
    await accounts.close(session, actor, user_id, body.reason)
    return await queries.show_staff_user(session, request.app.state.context.resources.cipher, actor, user_id)


@router.post("/staff-users/{user_id}/reopen", summary="恢复工作人员账号")
async def reopen_staff_user(
    actor: CentreUser, user_id: UUID, body: Because, request: Request, session: Session
) -> StaffUserDetail:
    """It can be used again, with the password it had."""
    await accounts.reopen(session, actor, user_id, body.reason)
    return await queries.show_staff_user(session, request.app.state.context.resources.cipher, actor, user_id)


@router.post("/staff-users/{user_id}/reset-password", summary="重置工作人员密码")
async def reset_password(
    actor: CentreUser, user_id: UUID, request: Request, response: Response, session: Session
) -> OneTimePassword:
    """A password that is good for one thing, choosing another. It is shown once and its sessions end."""
    response.headers["Cache-Control"] = NOT_KEPT
    return OneTimePassword(password=await passwords.reset_by_centre(session, request.app.state.context, actor, user_id))


@router.post("/staff-password-changes", status_code=204, summary="工作人员修改密码")
async def change_password(given: PasswordChange, request: Request, session: Session) -> Response:
    """A new password with the old one; every session ends. Works without a session, so a reset password can be used."""
    await passwords.change_own(session, request.app.state.context, given)
    return Response(status_code=204)


@router.post("/staff-password-resets/codes", status_code=202, summary="找回密码：获取短信验证码")
async def request_reset_code(given: ResetCodeRequest, request: Request, later: BackgroundTasks) -> ResetCodeSent:
    """A code to the mobile of the account. The answer does not tell whether there is such an account."""
    context = request.app.state.context
    later.add_task(passwords.send_reset_code, context, given.username, network_of(request))
    settings = context.settings.sms_codes
    return ResetCodeSent(
        expires_in=settings.minutes * MINUTE,
        retry_after=settings.seconds_between,
        notice="如果该账号存在并登记了手机号，验证码将发送到该手机。",
    )


@router.post("/staff-password-resets", status_code=204, summary="找回密码：设置新密码")
async def reset_forgotten_password(given: PasswordReset, request: Request, session: Session) -> Response:
    """A new password with the code; every session ends. Of school users it is changed in the employment system."""
    await passwords.reset_by_code(session, request.app.state.context, given)
    return Response(status_code=204)
