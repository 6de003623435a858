"""预警单位管理 over HTTP: marks of schools, appeals of employers, advice for everybody who looks at an employer."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from common.auth import actors
from common.auth.access import EmployerUser, SchoolUser, require
from common.contracts.codes.warnings import WarningTypeCode
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.membership.commands import present_member
from identity.warnings import commands, queries
from identity.warnings.errors import AdviceForNobody
from identity.warnings.schemas import (
    Advice,
    AppealDismissal,
    AppealForm,
    AppealUpheld,
    MarkChange,
    MarkForm,
    MarkRemoval,
    MarkToEmployer,
    MarkView,
    WarningRow,
)
from identity.warnings.states import Filters, MarkStatus

router = api_router("/v1", "预警单位管理")

MarkReader = Annotated[actors.Actor, Depends(require(actors.SchoolUser, actors.CentreUser))]
Advised = Annotated[Any, Depends(require(actors.Graduate, actors.SchoolUser, actors.DepartmentUser))]
SearchText = Annotated[str, Text(100)]


class Tab(StrEnum):
    """本校添加 or 全国共享 (guides/003 fig 23)."""

    OWN = "own"
    NATIONAL = "national"


@router.post("/warning-marks", summary="标记预警单位", status_code=201)
async def mark_employer(once: Once, body: MarkForm, actor: SchoolUser, request: Request, session: Session) -> MarkView:
    """标记 an employer. The employer is told and can appeal; from five schools on every school is shown it."""
    mark = await commands.mark_employer(session, actor, body, _threshold(request))
    return await queries.mark_whole(session, actor, mark.id)


@router.get("/warning-marks", summary="预警单位列表")
async def list_warnings(
    actor: MarkReader,
    session: Session,
    page: Paging,
    tab: Annotated[Tab, Query(description="own 本校添加（中心：全部学校），national 全国共享")] = Tab.OWN,
    type_code: Annotated[WarningTypeCode | None, Query(alias="type", description="预警类型")] = None,
    name: Annotated[SearchText | None, Query(description="单位名称，可只填其中一部分")] = None,
    uscc: Annotated[SearchText | None, Query(description="统一社会信用代码，可只填其中一部分")] = None,
    status: Annotated[MarkStatus, Query(description="标记状态；只用于 own")] = MarkStatus.LIVE,
) -> Page[WarningRow]:
    """The columns and filters of guides/003 fig 23."""
    filters = Filters(type_code=type_code, name=name, uscc=uscc, status=status)
    if tab is Tab.NATIONAL:
        return await queries.national_warnings(session, filters, page)
    return await queries.marks_seen_by(session, actor, filters, page)


@router.get("/warning-marks/{mark_id}", summary="预警标记详情")
async def read_mark(mark_id: UUID, actor: MarkReader, session: Session) -> MarkView:
    """One mark with its appeals and its history; a school reads its own, the centre all."""
    return await queries.mark_whole(session, actor, mark_id)


@router.put("/warning-marks/{mark_id}", summary="修改预警标记")
async def change_mark(
    mark_id: UUID, body: MarkChange, actor: SchoolUser, request: Request, session: Session
) -> MarkView:
    """修改 types, reason, evidence and last day; whoever is marked stays."""
    await commands.change_mark(session, actor, mark_id, body, _threshold(request))
    return await queries.mark_whole(session, actor, mark_id)


@router.post("/warning-marks/{mark_id}/remove", summary="删除预警标记")
async def remove_mark(
    mark_id: UUID, body: MarkRemoval, actor: SchoolUser, request: Request, session: Session
) -> MarkView:
    """删除. The schools are counted anew; the record is kept."""
    await commands.remove_mark(session, actor, mark_id, body.reason, _threshold(request))
    return await queries.mark_whole(session, actor, mark_id)


@router.post("/warning-marks/{mark_id}/appeals/{appeal_id}/uphold", summary="申诉成立")
async def uphold(
    mark_id: UUID, appeal_id: UUID, body: AppealUpheld, actor: SchoolUser, request: Request, session: Session
) -> MarkView:
    """The employer is right: the mark is lifted."""
    await commands.uphold(session, actor, mark_id, appeal_id, body.answer, _threshold(request))
    return await queries.mark_whole(session, actor, mark_id)


@router.post("/warning-marks/{mark_id}/appeals/{appeal_id}/dismiss", summary="申诉不成立")
async def dismiss(
    mark_id: UUID, appeal_id: UUID, body: AppealDismissal, actor: SchoolUser, session: Session
) -> MarkView:
    """The school keeps its mark and tells the employer why."""
    await commands.dismiss(session, actor, mark_id, appeal_id, body.answer)
    return await queries.mark_whole(session, actor, mark_id)


@router.get("/employer/warning-marks", summary="针对本单位的预警标记")
async def own_marks(actor: EmployerUser, session: Session) -> list[MarkToEmployer]:
    """Which schools have marked the reader's employer, as what and why, and what can be done."""
    return await queries.marks_of_employer(session, await present_member(session, actor))


@router.post("/employer/warning-marks/{mark_id}/appeals", summary="申诉", status_code=201)
async def appeal(
    once: Once, mark_id: UUID, body: AppealForm, actor: EmployerUser, session: Session
) -> list[MarkToEmployer]:
    """申诉 against a mark; the school that made it answers."""
    employer_id = await present_member(session, actor)
    await commands.appeal(session, actor, employer_id, mark_id, body)
    return await queries.marks_of_employer(session, employer_id)


@router.get("/warning-advice", summary="单位预警提示")
async def advice(
    actor: Advised,
    session: Session,
    uscc: Annotated[USCC | None, Query()] = None,
    name: Annotated[SearchText | None, Query(description="单位名称")] = None,
) -> Advice:
    """What to show beside an employer that a graduate types in or a school looks at. It blocks nothing."""
    if uscc is None and name is None:
        raise AdviceForNobody
    return await queries.advice_on(session, actor.school_code, uscc, name or "")


def _threshold(request: Request) -> int:
    threshold: int = request.app.state.context.settings.warnings.national_from
    return threshold
