"""签约设置 and the province's 协议类型 over HTTP."""

from fastapi import Response

from agreements.edits.schemas import EditView
from agreements.etags import etag
from agreements.policy import commands, queries
from agreements.policy.schemas import AgreementTypeView, EditAgreementType, EditSettings, SchoolState, SettingsView
from agreements.resources import SealedBy
from agreements.schemas import IfMatch
from common.auth.access import ProvinceUser, SchoolReviewer, SchoolUser
from common.contracts.values.cohort import Cohort
from common.http.session import Session, api_router
from common.paging import Page, Paging

router = api_router("/v1/sign-settings", "签约设置")
types = api_router("/v1/agreement-types", "协议类型")


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
    return await queries.settings_view(session, saved, cipher, actor)


@router.get("/{cohort}/edits")
async def read_edits(
    cohort: Cohort, actor: SchoolReviewer, session: Session, cipher: SealedBy, page: Paging
) -> Page[EditView]:
    """Who changed which setting, and when; the latest first, with what the province has decided."""
    return await queries.history_of_school(session, cipher, actor.school_code, cohort, page)


@types.get("/{cohort}")
async def read_type(cohort: Cohort, actor: ProvinceUser, session: Session, response: Response) -> AgreementTypeView:
    """两方协议 or 三方协议 for all schools of one's own province, with an ETag as soon as it was decided."""
    found = await queries.province_type(session, actor, cohort)
    if found.version is not None:
        response.headers["ETag"] = etag(found.version)
    return found


@types.put("/{cohort}")
async def edit_type(
    cohort: Cohort,
    body: EditAgreementType,
    actor: ProvinceUser,
    session: Session,
    cipher: SealedBy,
    response: Response,
    if_match: IfMatch = None,
) -> AgreementTypeView:
    """Decide it for a cohort; it counts from the next acceptance. If-Match is needed as soon as it was decided."""
    saved = await commands.edit_agreement_type(session, cipher, actor, cohort, body, if_match)
    response.headers["ETag"] = etag(saved.version)
    return queries.province_type_view(saved, actor, cohort)


@types.get("/{cohort}/edits")
async def read_type_edits(
    cohort: Cohort, actor: ProvinceUser, session: Session, cipher: SealedBy, page: Paging
) -> Page[EditView]:
    """Who decided what, and when; the latest first."""
    return await queries.province_history(session, cipher, actor, cohort, page)


@types.get("/{cohort}/schools")
async def list_schools(cohort: Cohort, actor: ProvinceUser, session: Session, page: Paging) -> Page[SchoolState]:
    """The schools of one's own province by their codes, each with the state of its settings."""
    return await queries.province_schools(session, actor, cohort, page)


@types.get("/{cohort}/schools/{school_code}/edits")
async def read_school_edits(
    cohort: Cohort, school_code: str, actor: ProvinceUser, session: Session, cipher: SealedBy, page: Paging
) -> Page[EditView]:
    """The history of one school's settings, as the school itself reads it."""
    return await queries.history_in_province(session, cipher, actor, school_code, cohort, page)
