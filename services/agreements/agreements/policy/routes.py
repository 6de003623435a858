"""签约设置 over HTTP."""

from fastapi import Response

from agreements.edits.queries import edits_of
from agreements.edits.schemas import EditView
from agreements.etags import etag
from agreements.policy import commands, queries
from agreements.policy.schemas import TITLES, EditSettings, SettingsView
from agreements.resources import SealedBy
from agreements.schemas import IfMatch
from common.auth.access import SchoolReviewer, SchoolUser
from common.contracts.values.cohort import Cohort
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1/sign-settings", "签约设置")


@router.get("/{cohort}")
async def read_settings(
    cohort: Cohort, actor: SchoolReviewer, session: Session, cipher: SealedBy, response: Response
) -> SettingsView:
    """The settings of one's own school for a cohort, with an ETag for editing."""
    found = await queries.settings_of_school(session, cipher, actor, cohort)
    response.headers["ETag"] = etag(found.version)
    return found


@router.put("/{cohort}")
async def edit_settings(
    cohort: Cohort,
    body: EditSettings,
    actor: SchoolUser,
    session: Session,
    cipher: SealedBy,
    response: Response,
    if_match: IfMatch = None,
) -> SettingsView:
    """Write the settings of a cohort. If-Match is needed as soon as there are some."""
    saved = await commands.edit_settings(session, cipher, actor, cohort, body, if_match)
    response.headers["ETag"] = etag(saved.version)
    return queries.settings_view(saved, cipher, actor)


@router.get("/{cohort}/edits")
async def read_edits(
    cohort: Cohort, actor: SchoolReviewer, session: Session, cipher: SealedBy, page: Paging
) -> Page[EditView]:
    """Who changed which setting, and when; the latest first."""
    subject = commands.subject_of(actor.school_code, cohort)
    return await edits_of(session, cipher, subject, TITLES, page)
