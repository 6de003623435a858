"""The national job platform over HTTP: login page, token endpoint, the account with its employer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from deploy.sandbox.failures import FailuresDep, obeys
from deploy.sandbox.jobplatform.accounts import JobPlatformAccounts, record_of
from deploy.sandbox.jobplatform.schemas import (
    EmployerRecord,
    JobPlatformAuthorizationRequest,
    JobPlatformLoginForm,
)
from deploy.sandbox.oauth.schemas import TokenAnswer, TokenRequest
from deploy.sandbox.oauth.server import AuthorizationServer

router = APIRouter(prefix="/jobplatform", tags=["jobplatform"], dependencies=[Depends(obeys("jobplatform"))])


async def accounts_of(request: Request) -> JobPlatformAccounts:
    return request.app.state.jobplatform_accounts


async def door_of(request: Request) -> AuthorizationServer:
    return request.app.state.jobplatform_door


JobPlatformAccountsDep = Annotated[JobPlatformAccounts, Depends(accounts_of)]
DoorDep = Annotated[AuthorizationServer, Depends(door_of)]


@router.get("/oauth/authorize", response_class=HTMLResponse)
async def show_login(
    request: Request, wanted: Annotated[JobPlatformAuthorizationRequest, Query()], door: DoorDep
) -> Response:
    """The login page; mistakes of the client are answered as RFC 6749 §4.1.2.1 says."""
    return door.show_login(request, wanted)


@router.post("/oauth/authorize", response_class=HTMLResponse)
async def log_in(
    request: Request,
    form: Annotated[JobPlatformLoginForm, Form()],
    door: DoorDep,
    accounts: JobPlatformAccountsDep,
    failures: FailuresDep,
) -> Response:
    """The login page's form: redirects with `code` and `state`, or shows the page again."""
    return door.log_in(request, form, failures, accounts.log_in)


@router.post("/oauth/token", response_model=TokenAnswer)
async def hand_out_token(
    form: Annotated[TokenRequest, Form()],
    door: DoorDep,
    failures: FailuresDep,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Exchanges a code. Client secret by HTTP Basic or in the form; refusals as in RFC 6749 §5.2."""
    return door.hand_out_token(form, authorization, failures)


@router.get("/api/v1/employer")
async def show_employer(
    door: DoorDep, accounts: JobPlatformAccountsDep, failures: FailuresDep, authorization: Annotated[str, Header()] = ""
) -> EmployerRecord:
    """The account and its employer. `Authorization: Bearer`; 401 when the token is unknown or over."""
    account_id = door.bearer(authorization)
    account = accounts.get(account_id) if account_id else None
    if account is None:
        raise HTTPException(401, "invalid_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    failure = failures.take("jobplatform", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        raise HTTPException(429, "too many requests", headers={"Retry-After": "1"})
    if failure is not None:
        raise HTTPException(403, "insufficient_scope")
    return record_of(account)
