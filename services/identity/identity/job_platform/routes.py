"""The job platform over HTTP."""

from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Cookie, Depends, Query, Request, Response

from common.auth.access import EmployerUser, NewEmployerUser
from common.http.idempotency import Once
from common.http.query_string import OTHER_PARAMETERS
from common.http.session import Session, api_router
from common.service import Context
from identity.job_platform import commands, queries
from identity.job_platform.commands import LOGIN_LASTS, Taken
from identity.job_platform.schemas import (
    BegunJobPlatformLogin,
    JobPlatformLinkView,
    JobPlatformReturn,
    Obstacle,
    UpgradeForm,
)
from identity.membership.commands import present_member
from identity.oauth import Begun, Return
from identity.sessions.liveness import session_of
from identity.sessions.schemas import token_answer
from identity.verification.material import Material, await_news
from identity.verification.queries import own_verification
from identity.verification.schemas import VerificationView

COOKIE = "wangqian_job_platform"

router = api_router("/v1", "就业平台联合账号")


@router.post("/job-platform-logins", summary="单位登录：前往国家大学生就业服务平台")
async def begin_login(request: Request, response: Response, session: Session) -> BegunJobPlatformLogin:
    """Begin a login. The answer sets a cookie, and only the browser that holds it can finish the login."""
    context = request.app.state.context
    return _begun(context, response, await commands.begin_login(session, context))


# The job platform may send more than the three of RFC 6749 §4.1.2 (`error_description`, or something of its own).
@router.get(
    "/job-platform/callback",
    summary="单位登录：从就业平台返回",
    response_model=JobPlatformReturn,
    openapi_extra=OTHER_PARAMETERS,
)
async def finish(
    request: Request,
    response: Response,
    session: Session,
    state: Annotated[str, Query(max_length=200)],
    code: Annotated[str | None, Query(max_length=500)] = None,
    error: Annotated[str | None, Query(max_length=100)] = None,
    browser: Annotated[str | None, Cookie(alias=COOKIE, max_length=200)] = None,
) -> Any:
    """Where the job platform sends the browser back to: tokens of the linked or newly opened account, and what is left
    to do for its employer. An account here is never found by its mobile: it is linked by who is signed in to it."""
    context = request.app.state.context
    tokens, outcome, taken = await commands.finish(session, context, Return(state, code, error), browser)
    response.delete_cookie(COOKIE, **_cookie(context))
    response.headers["Cache-Control"] = "no-store"
    return {
        **token_answer(tokens),
        "outcome": {"code": outcome, "label": outcome.label},
        "next_step": {"code": taken.step, "label": taken.step.label},
        "obstacle": _obstacle(taken),
    }


async def _arrived(request: Request, given: UpgradeForm, actor: EmployerUser) -> UUID:
    """The letter, once documents has told of it or that took too long. Declared before anything that uses the request's
    transaction, as for every other submission."""
    await await_news(request.app.state.context, Material(None, given.letter_file_id))
    return given.letter_file_id


@router.post("/employer/upgrades", summary="补传网签授权书", status_code=201, response_model=VerificationView)
async def upgrade(
    letter_file_id: Annotated[UUID, Depends(_arrived)],
    once: Once,
    actor: EmployerUser,
    request: Request,
    session: Session,
) -> Any:
    """An employer that the job platform has verified adds only the letter; after the centre's review it may sign."""
    context = request.app.state.context
    employer_id = await present_member(session, actor)
    verification_id = await commands.submit_letter(session, context, actor, employer_id, letter_file_id)
    return await own_verification(session, context, employer_id, verification_id)


@router.get("/me/job-platform-link", summary="就业平台账号关联")
async def show_link(
    actor: NewEmployerUser, request: Request, response: Response, session: Session
) -> JobPlatformLinkView:
    """The linked account, what the job platform says of the employer, and what can be done."""
    response.headers["Cache-Control"] = "no-store"
    return await queries.link_view(session, request.app.state.context, actor)


@router.post("/me/job-platform-link", summary="关联就业平台账号")
async def begin_link(
    actor: NewEmployerUser, request: Request, response: Response, session: Session
) -> BegunJobPlatformLogin:
    """Begin to link one's account; it is done when the browser comes back from the job platform."""
    context = request.app.state.context
    return _begun(context, response, await commands.begin_link(session, context, actor, _session_of(request)))


@router.delete("/me/job-platform-link", summary="解除就业平台账号关联", status_code=204)
async def unlink(actor: NewEmployerUser, session: Session) -> Response:
    """Take the link apart; only with a password, or nobody could sign in any more."""
    await commands.unlink(session, actor)
    return Response(status_code=204)


def _session_of(request: Request) -> UUID | None:
    # The signature was verified when the actor was found.
    return session_of(request.headers["authorization"].partition(" ")[2].strip())


def _begun(context: Context, response: Response, begun: Begun) -> BegunJobPlatformLogin:
    response.set_cookie(
        COOKIE, begun.browser, max_age=int(LOGIN_LASTS.total_seconds()), httponly=True, **_cookie(context)
    )
    return BegunJobPlatformLogin(authorize_url=begun.authorize_url)


def _cookie(context: Context) -> dict[str, Any]:
    public = urlsplit(context.settings.public_url)
    # Lax: the way back is a navigation from another site, and nothing else needs the cookie.
    return {"path": f"{public.path}/v1/job-platform", "secure": public.scheme == "https", "samesite": "lax"}


def _obstacle(taken: Taken) -> Obstacle | None:
    refusal = taken.obstacle
    if refusal is None:
        return None
    return Obstacle(
        code=refusal.code,
        title=refusal.title,
        detail=refusal.detail,
        remedy=refusal.advice,
        who_can_change=refusal.who_can_change,
    )
