"""单位查询, for the centre."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from common.auth.access import CentreUser
from common.contracts.codes import EmployerNatureCode
from common.contracts.values.region import RegionCode
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC
from common.http.session import Session, api_router
from common.paging import Page, Paging
from identity.directory import commands, queries
from identity.directory.schemas import EmployerDetail, EmployerLine, RevealedContacts, RevealForm
from identity.employers.states import Search
from identity.verification.states import VerificationStatus

router = api_router("/v1/employers", "单位查询")
PRIVATE = {"Cache-Control": "no-store"}


async def conditions(
    name: Annotated[Annotated[str, Text(100)] | None, Query(description="单位名称（包含）")] = None,
    uscc: Annotated[USCC | None, Query()] = None,
    status: Annotated[VerificationStatus | None, Query(description="认证状态")] = None,
    nature: Annotated[EmployerNatureCode | None, Query(description="单位性质")] = None,
    region: Annotated[RegionCode | None, Query(description="所在地，含其下级")] = None,
) -> Search:
    """The filters of 单位查询."""
    return Search(name=name, uscc=uscc, status=status, nature_code=nature, region_code=region)


@router.get("", summary="单位列表")
async def employers(
    actor: CentreUser, session: Session, page: Paging, wanted: Annotated[Search, Depends(conditions)]
) -> Page[EmployerLine]:
    """Employers that meet all conditions, the newest first."""
    return await queries.employers(session, wanted, page)


@router.get("/{employer_id}", summary="单位详情")
async def employer(employer_id: UUID, actor: CentreUser, request: Request, session: Session) -> EmployerDetail:
    """Data, history, users, verifications and corrections; numbers are masked."""
    return await queries.employer(session, request.app.state.context, actor, employer_id)


@router.post("/{employer_id}/reveals", summary="查看单位完整联系方式")
async def reveal(
    employer_id: UUID, given: RevealForm, actor: CentreUser, request: Request, response: Response, session: Session
) -> RevealedContacts:
    """The whole numbers, for a reason that is kept together with who saw them and when."""
    response.headers.update(PRIVATE)
    return await commands.reveal(session, request.app.state.context, actor, employer_id, given.reason)
