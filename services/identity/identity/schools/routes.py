"""Schools over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from common.auth import actors
from common.auth.access import AnyActor, CentreUser, require
from common.contracts.values.school_code import SchoolCode
from common.contracts.values.text import Text
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.schools import commands, queries
from identity.schools.schemas import (
    CorrectedSchool,
    NewSchool,
    OpenedSchool,
    ProvinceCode,
    SchoolDetail,
    SchoolView,
)

router = api_router("/v1/schools", "院校")

SchoolKeeper = Annotated[
    actors.CentreUser | actors.ProvinceUser, Depends(require(actors.CentreUser, actors.ProvinceUser))
]
"""Who looks after schools: the centre, and each province for its own."""


@router.post("", status_code=201, summary="开通院校")
async def open_school(actor: CentreUser, body: NewSchool, once: Once, session: Session) -> OpenedSchool:
    """Let a school take part; its users and roster can be added from then on."""
    return OpenedSchool.of(await commands.open_school(session, actor, body))


@router.get("/{code}", summary="院校信息")
async def show_school(actor: SchoolKeeper, code: SchoolCode, session: Session) -> SchoolDetail:
    """A school with its history; to a province user one of the province."""
    return await queries.show_school(session, actor, code)


@router.patch("/{code}", summary="更正院校信息")
async def correct_school(actor: CentreUser, code: SchoolCode, body: CorrectedSchool, session: Session) -> SchoolDetail:
    """Correct name, province or identifier; all services are told, agreements issued before keep the old words."""
    await commands.correct_school(session, actor, code, body)
    return await queries.show_school(session, actor, code)


@router.get("", summary="院校列表")
async def list_schools(
    actor: AnyActor,
    session: Session,
    page: Paging,
    name: Annotated[Annotated[str, Text(100)] | None, Query(description="院校名称（包含）")] = None,
    province_code: Annotated[ProvinceCode | None, Query()] = None,
) -> Page[SchoolView]:
    """All schools that take part, for pickers; to a province user those of the province."""
    return await queries.list_schools(session, actor, page, name, province_code)
