"""Schools over HTTP."""

from typing import Annotated

from fastapi import Query

from common.auth.access import AnyActor, CentreUser
from common.contracts.values.text import Text
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.schools import commands, queries
from identity.schools.schemas import NewSchool, OpenedSchool, SchoolView

router = api_router("/v1/schools", "院校")


@router.post("", status_code=201, summary="开通院校")
async def open_school(actor: CentreUser, body: NewSchool, once: Once, session: Session) -> OpenedSchool:
    """Let a school take part; its users and roster can be added from then on."""
    return OpenedSchool.of(await commands.open_school(session, body))


@router.get("", summary="院校列表")
async def list_schools(
    actor: AnyActor,
    session: Session,
    page: Paging,
    name: Annotated[Annotated[str, Text(100)] | None, Query(description="院校名称（包含）")] = None,
) -> Page[SchoolView]:
    """All schools that take part, for pickers."""
    return await queries.list_schools(session, page, name)
