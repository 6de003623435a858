"""户档信息管理 over HTTP."""

from fastapi import Response

from agreements.access import employer_of
from agreements.edits.queries import edits_of
from agreements.edits.schemas import EditView
from agreements.etags import etag
from agreements.relocation import commands, queries
from agreements.relocation.schemas import TITLES, ProfileView, Relocation, shown_value
from agreements.resources import SealedBy
from agreements.schemas import IfMatch
from common.auth.access import EmployerUser
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1/relocation-profile", "户档信息")


@router.get("")
async def read_profile(actor: EmployerUser, session: Session, cipher: SealedBy, response: Response) -> ProfileView:
    """The one profile of one's own employer, with an ETag for editing."""
    found = await queries.profile_of(session, cipher, employer_of(actor))
    response.headers["ETag"] = etag(found.version)
    return found


@router.put("")
async def edit_profile(
    body: Relocation,
    actor: EmployerUser,
    session: Session,
    cipher: SealedBy,
    response: Response,
    if_match: IfMatch = None,
) -> ProfileView:
    """Write the profile. If-Match is needed as soon as there is one."""
    saved = await commands.edit_profile(session, cipher, actor, employer_of(actor), body, if_match)
    response.headers["ETag"] = etag(saved.version)
    return queries.profile_view(saved, cipher)


@router.get("/edits")
async def read_edits(actor: EmployerUser, session: Session, cipher: SealedBy, page: Paging) -> Page[EditView]:
    """查看编辑记录: who changed what, and when; the latest first."""
    return await edits_of(session, cipher, [commands.subject_of(employer_of(actor))], TITLES, page, shown_value)
