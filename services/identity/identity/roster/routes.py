"""The roster over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response

from common.auth.access import SchoolReviewer, SchoolUser, ServiceAccount
from common.contracts.codes import TrainingModeCode
from common.contracts.codes.levels import LevelCode
from common.contracts.values.cohort import Cohort
from common.contracts.values.exam_number import ExamNumber
from common.contracts.values.id_number import IdNumber
from common.contracts.values.text import Text
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.audit.commands import record_reveal
from identity.roster import commands, queries
from identity.roster.queries import Filters
from identity.roster.schemas import (
    CohortView,
    ContactOfGraduate,
    GraduateLine,
    MaskedRecord,
    Reason,
    VersionView,
    WholeRecord,
)
from identity.roster_pulls.queries import refuse_if_listed_at_source

LineOfText = Annotated[str, Text(100)]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
PRIVATE = {"Cache-Control": "no-store"}

graduates = api_router("/v1/graduates", "学生名单")
departments = api_router("/v1/departments", "学生名单")
cohorts = api_router("/v1/cohorts", "学生名单")
routers = (graduates, departments, cohorts)


async def filters(
    cohort: Annotated[Cohort | None, Query()] = None,
    department: Annotated[LineOfText | None, Query(description="院系（完全一致）")] = None,
    name: Annotated[LineOfText | None, Query(description="姓名（包含）")] = None,
    exam_number: Annotated[ExamNumber | None, Query()] = None,
    id_number: Annotated[IdNumber | None, Query()] = None,
    level: Annotated[LevelCode | None, Query()] = None,
    major: Annotated[LineOfText | None, Query(description="专业（包含）")] = None,
    training_mode: Annotated[TrainingModeCode | None, Query()] = None,
    may_sign: Annotated[bool | None, Query(description="是否可以签约")] = None,
    confirmed: Annotated[bool | None, Query(description="是否已确认")] = None,
    on_roster: Annotated[bool, Query(description="true：在名单中；false：已移出名单")] = True,
) -> Filters:
    """The filters of 学生名单管理 (guides/003 fig 5)."""
    return Filters(
        cohort=cohort,
        department=department,
        name=name,
        exam_number=exam_number,
        id_number=id_number,
        level=level,
        major=major,
        training_mode=training_mode,
        may_sign=may_sign,
        confirmed=confirmed,
        on_roster=on_roster,
    )


@graduates.get("", summary="学生名单")
async def list_graduates(
    actor: SchoolReviewer,
    request: Request,
    session: Session,
    page: Paging,
    wanted: Annotated[Filters, Depends(filters)],
) -> Page[GraduateLine]:
    """The reader's graduates; a department sees its own. ID numbers are masked."""
    return await queries.list_graduates(session, request.app.state.context.resources.cipher, actor, wanted, page)


@graduates.get("/{graduate_id}", summary="学生详情")
async def show_graduate(
    actor: SchoolReviewer, request: Request, response: Response, session: Session, graduate_id: UUID
) -> MaskedRecord:
    """The whole record with ID number and contact masked."""
    response.headers.update(PRIVATE)
    return await queries.record(session, request.app.state.context.resources.cipher, actor, graduate_id)


@graduates.post("/{graduate_id}/reveals", summary="查看完整身份证号和联系方式")
async def reveal_record(
    actor: SchoolReviewer, body: Reason, request: Request, response: Response, session: Session, graduate_id: UUID
) -> WholeRecord:
    """The whole record in full; that the reader saw it, and why, is written down."""
    cipher = request.app.state.context.resources.cipher
    response.headers.update(PRIVATE)
    return await commands.reveal_record(session, cipher, actor, graduate_id, body.reason)


@graduates.post("/{graduate_id}/remove", summary="移出名单", status_code=204)
async def remove_graduate(
    actor: SchoolUser, body: Reason, request: Request, session: Session, graduate_id: UUID
) -> None:
    """Take off the list whom a file has put there; being on the next import or pull is the way back. Who is on the
    employment system's list is taken off there."""
    cipher = request.app.state.context.resources.cipher
    await refuse_if_listed_at_source(session, actor, graduate_id)
    await commands.remove_graduate(session, cipher, actor, graduate_id, body.reason)


@graduates.get("/{graduate_id}/versions", summary="学生信息变更记录")
async def list_versions(
    actor: SchoolUser, request: Request, response: Response, session: Session, graduate_id: UUID, page: Paging
) -> Page[VersionView]:
    """What changed, when and through whom, the newest first."""
    response.headers.update(PRIVATE)
    return await queries.versions(session, request.app.state.context.resources.cipher, actor, graduate_id, page)


@graduates.get("/{graduate_id}/versions/{version}/particulars", summary="协议书打印所需的学生信息")
async def show_particulars(
    actor: ServiceAccount, request: Request, response: Response, session: Session, graduate_id: UUID, version: Version
) -> WholeRecord:
    """One version exactly as it was, for the service that prints agreements; written down as well."""
    record = await queries.particulars(session, request.app.state.context.resources.cipher, graduate_id, version)
    await record_reveal(session, actor, f"graduate:{graduate_id}", "particulars", version)
    response.headers.update(PRIVATE)
    return record


@graduates.get("/{graduate_id}/contact", summary="发送通知所需的联系方式")
async def show_contact(
    actor: ServiceAccount, request: Request, response: Response, session: Session, graduate_id: UUID
) -> ContactOfGraduate:
    """Mobile and e-mail as they are now, for the service that sends messages; written down as well."""
    found = await queries.graduate(session, request.app.state.context.resources.cipher, graduate_id)
    await record_reveal(session, actor, f"graduate:{graduate_id}", "contact", found.version)
    response.headers.update(PRIVATE)
    said = found.particulars
    return ContactOfGraduate(name=said.name, mobile=said.mobile, email=said.email)


@departments.get("", summary="院系列表")
async def list_departments(
    actor: SchoolUser, session: Session, cohort: Annotated[Cohort | None, Query()] = None
) -> list[str]:
    """The 院系 of the school's roster, exactly as department users' accounts must name them (guides/003 §2)."""
    return await queries.departments_of(session, actor.school_code, cohort)


@cohorts.get("", summary="届别列表")
async def list_cohorts(actor: SchoolReviewer, session: Session) -> list[CohortView]:
    """The cohorts in which the reader has graduates, for the 届别 switch."""
    return await queries.cohorts(session, actor)
