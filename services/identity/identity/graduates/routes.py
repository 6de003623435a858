"""The door for graduates over HTTP."""

from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Cookie, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.access import UnconfirmedGraduate
from common.errors import Problem
from common.http.query_string import OTHER_PARAMETERS
from common.http.session import Session, api_router
from common.service import Context
from identity.graduates import commands, pages, queries
from identity.graduates.commands import LOGIN_LASTS
from identity.graduates.pages import wants_page
from identity.graduates.schemas import BegunLogin, ConfirmedVersion, EnrolmentLine, GraduateProfile, LoginCode
from identity.oauth import Return
from identity.sessions.routes import current_session_id
from identity.sessions.schemas import TokenAnswer, token_answer

COOKIE = "wangqian_chsi"

router = api_router("/v1", "毕业生登录")


@router.post("/chsi-logins", summary="毕业生登录：前往学信网")
async def begin_login(request: Request, response: Response, session: Session) -> BegunLogin:
    """Begin a login. The answer sets a cookie, and only the browser that holds it can finish the login."""
    context = request.app.state.context
    begun = await commands.begin_login(session, context)
    response.set_cookie(
        COOKIE, begun.browser, max_age=int(LOGIN_LASTS.total_seconds()), httponly=True, **_cookie(context)
    )
    return BegunLogin(authorize_url=begun.authorize_url)


# 学信网 may send more than the three of RFC 6749 §4.1.2 (`error_description`, or something of its own).
@router.get(
    "/chsi/callback",
    summary="毕业生登录：从学信网返回",
    response_model=TokenAnswer,
    openapi_extra=OTHER_PARAMETERS,
)
async def finish_login(
    request: Request,
    response: Response,
    session: Session,
    state: Annotated[str, Query(description="不超过200个字符")] = "",
    code: Annotated[str | None, Query(description="不超过500个字符")] = None,
    error: Annotated[str | None, Query(description="不超过100个字符")] = None,
    browser: Annotated[str | None, Cookie(alias=COOKIE)] = None,
    accept: Annotated[str, Header()] = "",
) -> Any:
    """Where CHSI sends the browser back to: tokens of the graduate, of the newest cohort.

    A browser (`Accept: text/html`) is sent on to the portal with a one-time code instead, or shown a page.
    """
    context = request.app.state.context
    # Not left to validation, whose answer a person in front of a browser could not read.
    back = Return(_short(state, 200) or "", _short(code, 500), _short(error, 100))
    browser = _short(browser, 200)
    if wants_page(accept):
        return await _answer_browser(context, session, back, browser)
    tokens = await commands.finish_login(session, context, back, browser)
    response.delete_cookie(COOKIE, **_cookie(context))
    response.headers["Cache-Control"] = "no-store"
    return token_answer(tokens)


@router.post("/chsi/exchanges", summary="毕业生登录：用一次性登录码进入", response_model=TokenAnswer)
async def exchange_login(body: LoginCode, request: Request, response: Response, session: Session) -> Any:
    """Tokens for the code with which the browser came back to the portal."""
    response.headers["Cache-Control"] = "no-store"
    return token_answer(await commands.exchange_login(session, request.app.state.context, body.code))


@router.get("/graduate/enrolments", summary="我的届别")
async def list_enrolments(actor: UnconfirmedGraduate, request: Request, session: Session) -> list[EnrolmentLine]:
    """All rows of the person, for the 届别 switch."""
    return await queries.enrolments(session, request.app.state.context, actor)


@router.post("/graduate/enrolments/{graduate_id}/switch", summary="切换届别", response_model=TokenAnswer)
async def switch_enrolment(
    actor: UnconfirmedGraduate, request: Request, response: Response, session: Session, graduate_id: UUID
) -> Any:
    """Tokens of another row of the same person; its claims say which."""
    response.headers["Cache-Control"] = "no-store"
    context, session_id = request.app.state.context, current_session_id(request)
    return token_answer(await commands.switch_enrolment(session, context, actor, graduate_id, session_id))


@router.get("/graduate/profile", summary="核对信息")
async def show_profile(
    actor: UnconfirmedGraduate, request: Request, response: Response, session: Session
) -> GraduateProfile:
    """What the graduate has to check before entering (guides/003 fig 6)."""
    response.headers["Cache-Control"] = "no-store"
    return await queries.profile(session, request.app.state.context, actor)


@router.post("/graduate/confirmation", summary="信息确认无误，进入系统", response_model=TokenAnswer)
async def confirm_data(actor: UnconfirmedGraduate, body: ConfirmedVersion, request: Request, session: Session) -> Any:
    """Confirm the version that was shown; the answer's tokens open the rest of the platform."""
    context, session_id = request.app.state.context, current_session_id(request)
    return token_answer(await commands.confirm_data(session, context, actor, body.version, session_id))


async def _answer_browser(context: Context, session: AsyncSession, back: Return, browser: str | None) -> Response:
    portal_url = context.settings.portal_url
    try:
        answer = pages.signed_in(await commands.finish_in_browser(session, context, back, browser), portal_url)
    except Problem as problem:  # nothing has been stored before a refusal
        return pages.refused(problem, portal_url)
    answer.delete_cookie(COOKIE, **_cookie(context))
    return answer


def _short(value: str | None, most: int) -> str | None:
    """What is longer than anything that 学信网 or this service ever says is as good as nothing."""
    return value if value is not None and len(value) <= most else None


def _cookie(context: Context) -> dict[str, Any]:
    public = urlsplit(context.settings.public_url)
    # Lax: the way back from CHSI is a navigation from another site, and nothing else needs the cookie.
    return {"path": f"{public.path}/v1/chsi", "secure": public.scheme == "https", "samesite": "lax"}
