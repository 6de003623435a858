"""Staff accounts over HTTP."""

from typing import Annotated

from fastapi import Depends, Request

from common.auth import actors
from common.auth.access import require
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.staff import commands, queries
from identity.staff.schemas import CreatedStaffUser, NewStaffUser, StaffUserView

router = api_router("/v1/staff-users", "工作人员账号")

AccountKeeper = Annotated[actors.CentreUser | actors.SchoolUser, Depends(require(actors.CentreUser, actors.SchoolUser))]
"""Who looks after accounts: the centre, and each school for its departments."""


@router.post("", status_code=201, summary="创建工作人员账号")
async def create_staff_user(
    actor: AccountKeeper, body: NewStaffUser, once: Once, request: Request, session: Session
) -> CreatedStaffUser:
    """A new account. `warnings` names a department that the roster does not have."""
    passwords = request.app.state.context.resources.passwords
    user = await commands.create_staff_user(session, passwords, actor, body)
    return CreatedStaffUser.of(user, warnings=await queries.warnings_about(session, user))


@router.get("", summary="工作人员账号列表")
async def list_staff_users(actor: AccountKeeper, session: Session, page: Paging) -> Page[StaffUserView]:
    """The accounts the reader looks after."""
    return await queries.list_staff(session, actor, page)
