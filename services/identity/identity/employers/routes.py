"""单位信息."""

from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.access import EmployerUser as Member
from common.auth.access import NewEmployerUser
from common.auth.actors import EmployerUser
from common.http.session import Session, api_router
from common.paging import Page, Paging
from common.service import Context
from identity.employers import commands, queries
from identity.employers.schemas import EmployerForm, EmployerView, VersionView
from identity.job_platform.queries import upgrade_actions
from identity.membership.commands import present_member
from identity.verification.queries import last_move, last_verification

router = api_router("/v1/employer", "单位信息")


@router.put("", summary="填写单位信息", response_model=EmployerView)
async def fill_in(given: EmployerForm, actor: NewEmployerUser, request: Request, session: Session) -> Any:
    """Give or correct the employer's data (guides/000 §2); read-only while under review and after approval (§11)."""
    context = request.app.state.context
    await commands.fill_in(session, context, actor, given.model_dump())
    return await _view(session, context, actor)


@router.get("", summary="单位信息", response_model=EmployerView)
async def own_employer(actor: NewEmployerUser, request: Request, session: Session) -> Any:
    """The employer's data, the state of its verification, and what can be done now."""
    return await _view(session, request.app.state.context, actor)


@router.get("/history", summary="单位信息变更记录")
async def history(actor: Member, request: Request, session: Session, page: Paging) -> Page[VersionView]:
    """Every version of the employer's data, newest first: who changed what, when and why."""
    employer_id = await present_member(session, actor)
    return await queries.history(session, request.app.state.context, employer_id, page, dict)


async def _view(session: AsyncSession, context: Context, actor: EmployerUser) -> dict[str, Any]:
    employer = await queries.own_employer(session, context, actor)
    last = await last_move(session, employer["id"])
    why = {"status_reason": last["reason"] if last else None, "status_detail": last["detail"] if last else None}
    offered = [*employer["actions"], *await upgrade_actions(session, actor.id)]
    return {**employer, **why, "verification": await last_verification(session, employer["id"]), "actions": offered}
