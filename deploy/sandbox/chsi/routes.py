"""学信网 over HTTP: login page, token endpoint, enrolment record."""

import base64
import binascii
import hmac
from typing import Annotated
from urllib.parse import unquote_plus, urlencode

from fastapi import APIRouter, Depends, Form, Header, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from deploy.sandbox.chsi.grants import CHALLENGE, GrantRefused, Grants
from deploy.sandbox.chsi.people import People, record_of
from deploy.sandbox.chsi.schemas import AuthorizationRequest, EnrolmentRecord, LoginForm, TokenAnswer, TokenRequest
from deploy.sandbox.failures import FailuresDep, obeys
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.templating import templates

router = APIRouter(prefix="/chsi", tags=["chsi"], dependencies=[Depends(obeys("chsi"))])

WRONG_PASSWORD = "账号或密码不正确"  # noqa: S105, a message
TOO_OFTEN = "访问过于频繁,请稍后再试"
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache", "Referrer-Policy": "no-referrer"}


async def people_of(request: Request) -> People:
    return request.app.state.people


async def grants_of(request: Request) -> Grants:
    return request.app.state.grants


async def settings_of(request: Request) -> SandboxSettings:
    return request.app.state.settings


PeopleDep = Annotated[People, Depends(people_of)]
GrantsDep = Annotated[Grants, Depends(grants_of)]
SettingsDep = Annotated[SandboxSettings, Depends(settings_of)]


@router.get("/oauth/authorize", response_class=HTMLResponse)
async def show_login(
    request: Request, wanted: Annotated[AuthorizationRequest, Query()], settings: SettingsDep
) -> Response:
    """The login page. An unknown client or redirect address is told to the person, never redirected to
    (RFC 6749 §4.1.2.1); every other mistake of the client goes back to it as `error`."""
    return _refusal(request, wanted, settings) or _login_page(request, wanted)


@router.post("/oauth/authorize", response_class=HTMLResponse)
async def log_in(
    request: Request,
    form: Annotated[LoginForm, Form()],
    settings: SettingsDep,
    people: PeopleDep,
    grants: GrantsDep,
    failures: FailuresDep,
) -> Response:
    """The login page's form: redirects with `code` and `state`, or shows the page again."""
    refusal = _refusal(request, form, settings)
    if refusal is not None:
        return refusal
    failure = failures.take("chsi", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        return _login_page(request, form, TOO_OFTEN, 429)
    if failure is not None or form.decision == "cancel":
        return _back(form, error="access_denied")
    person = people.log_in(form.account, form.password)
    if person is None:
        return _login_page(request, form, WRONG_PASSWORD, 401)
    return _back(form, code=grants.hand_out_code(form, person.id_number))


@router.post("/oauth/token", response_model=TokenAnswer)
async def hand_out_token(
    form: Annotated[TokenRequest, Form()],
    settings: SettingsDep,
    grants: GrantsDep,
    failures: FailuresDep,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Exchanges a code. Client secret by HTTP Basic or in the form; refusals as in RFC 6749 §5.2."""
    if not _is_our_client(form, authorization, settings):
        return _oauth_error(401, "invalid_client", "unknown client or wrong secret")
    failure = failures.take("chsi", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        return _oauth_error(429, "temporarily_unavailable", "too many requests")
    if failure is not None:
        return _oauth_error(400, "invalid_grant", "refused")
    if form.grant_type != "authorization_code":
        return _oauth_error(400, "unsupported_grant_type", "grant_type must be authorization_code")
    if not (form.code and form.redirect_uri and form.code_verifier):
        return _oauth_error(400, "invalid_request", "code, redirect_uri and code_verifier are required")
    try:
        token, grant = grants.exchange(form)
    except GrantRefused as refused:
        return _oauth_error(400, "invalid_grant", str(refused))
    answer = TokenAnswer(access_token=token, expires_in=settings.chsi_token_seconds, scope=grant.scope)
    return JSONResponse(answer.model_dump(), headers=NO_STORE)


@router.get("/api/v1/enrolment")
async def show_enrolment(
    grants: GrantsDep, people: PeopleDep, failures: FailuresDep, authorization: Annotated[str, Header()] = ""
) -> EnrolmentRecord:
    """The account and its 学籍 records. `Authorization: Bearer`; 401 when the token is unknown or over."""
    scheme, _, token = authorization.partition(" ")
    id_number = grants.bearer(token) if scheme.lower() == "bearer" else None
    person = people.get(id_number) if id_number else None
    if person is None:
        raise HTTPException(401, "invalid_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    failure = failures.take("chsi", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        raise HTTPException(429, "too many requests", headers={"Retry-After": "1"})
    if failure is not None:
        raise HTTPException(403, "insufficient_scope")
    return record_of(person)


def _refusal(request: Request, wanted: AuthorizationRequest, settings: SandboxSettings) -> Response | None:
    if wanted.client_id != settings.chsi_client_id:
        return _error_page(request, "应用未登记(client_id)")
    if wanted.redirect_uri not in settings.chsi_redirect_uris:
        return _error_page(request, "回调地址与登记的不一致(redirect_uri)")
    if wanted.response_type != "code":
        return _back(wanted, error="unsupported_response_type", error_description="response_type must be code")
    if not wanted.state:
        return _back(wanted, error="invalid_request", error_description="state is required")
    if wanted.code_challenge_method != "S256" or not CHALLENGE.match(wanted.code_challenge):
        return _back(wanted, error="invalid_request", error_description="code_challenge with method S256 is required")
    return None


def _back(wanted: AuthorizationRequest, **answer: str) -> Response:
    if wanted.state:
        answer["state"] = wanted.state
    joint = "&" if "?" in wanted.redirect_uri else "?"
    return RedirectResponse(wanted.redirect_uri + joint + urlencode(answer), 303, headers=NO_STORE)


def _login_page(request: Request, wanted: AuthorizationRequest, message: str = "", status: int = 200) -> Response:
    hidden = AuthorizationRequest(**wanted.model_dump(include=set(AuthorizationRequest.model_fields))).model_dump()
    account = wanted.account if isinstance(wanted, LoginForm) else ""
    context = {"hidden": hidden, "account": account, "message": message}
    return templates.TemplateResponse(request, "chsi_login.html", context, status_code=status, headers=NO_STORE)


def _error_page(request: Request, message: str) -> Response:
    return templates.TemplateResponse(request, "chsi_error.html", {"message": message}, status_code=400)


def _oauth_error(status: int, error: str, description: str) -> Response:
    headers = dict(NO_STORE)
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="chsi"'
    return JSONResponse({"error": error, "error_description": description}, status, headers=headers)


def _is_our_client(form: TokenRequest, authorization: str, settings: SandboxSettings) -> bool:
    client_id, secret = form.client_id, form.client_secret
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "basic":
        # RFC 6749 §2.3.1: both are form-encoded before they are joined. One way of proof per request (§2.3).
        if secret:
            return False
        client_id, secret = _basic(credentials)
    expected = settings.chsi_client_secret.get_secret_value()
    return client_id == settings.chsi_client_id and hmac.compare_digest(secret.encode(), expected.encode())


def _basic(credentials: str) -> tuple[str, str]:
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
