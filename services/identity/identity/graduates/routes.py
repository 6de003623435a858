"""The door for graduates over HTTP."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Cookie, Query, Request, Response

from common.auth.access import UnconfirmedGraduate
from common.http.session import Session, api_router
from common.service import Context
from identity.graduates import commands, queries
from identity.graduates.commands import LOGIN_LASTS
from identity.graduates.schemas import BegunLogin, ConfirmedVersion, GraduateProfile
from identity.oauth import Return
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


@router.get("/chsi/callback", summary="毕业生登录：从学信网返回", response_model=TokenAnswer)
async def finish_login(
    request: Request,
    response: Response,
    session: Session,
    state: Annotated[str, Query(max_length=200)],
    code: Annotated[str | None, Query(max_length=500)] = None,
    error: Annotated[str | None, Query(max_length=100)] = None,
    browser: Annotated[str | None, Cookie(alias=COOKIE, max_length=200)] = None,
) -> Any:
    """Where CHSI sends the browser back to: tokens of the graduate, of the newest cohort."""
    context = request.app.state.context
    tokens = await commands.finish_login(session, context, Return(state, code, error), browser)
    response.delete_cookie(COOKIE, **_cookie(context))
    response.headers["Cache-Control"] = "no-store"
    return token_answer(tokens)


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
    return token_answer(await commands.confirm_data(session, request.app.state.context, actor, body.version))


def _cookie(context: Context) -> dict[str, Any]:
    public = urlsplit(context.settings.public_url)
    # Lax: the way back from CHSI is a navigation from another site, and nothing else needs the cookie.
    return {"path": f"{public.path}/v1/chsi", "secure": public.scheme == "https", "samesite": "lax"}
