"""就业管理系统 over HTTP: logins, accounts, passwords, graduates. Client credentials by HTTP Basic."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import AwareDatetime

from deploy.sandbox.employment.accounts import Accounts, view_of
from deploy.sandbox.employment.errors import EmploymentRefused
from deploy.sandbox.employment.graduates import Graduates
from deploy.sandbox.employment.schemas import (
    AccountPage,
    AccountView,
    Cohort,
    GraduatePage,
    LoginRequest,
    PasswordRequest,
    SchoolCode,
)
from deploy.sandbox.failures import obeys
from deploy.sandbox.settings import SandboxSettings

basic = HTTPBasic(auto_error=False)


async def is_our_client(request: Request, credentials: Annotated[HTTPBasicCredentials | None, Depends(basic)]) -> None:
    settings: SandboxSettings = request.app.state.settings
    secret = settings.employment_client_secret.get_secret_value()
    if (
        credentials is None
        or credentials.username != settings.employment_client_id
        or not hmac.compare_digest(credentials.password.encode(), secret.encode())
    ):
        raise EmploymentRefused(401, "INVALID_CLIENT", "unknown client or wrong secret")


async def fails_on_demand(request: Request) -> None:
    failure = request.app.state.failures.take("employment", "reject", "limit")
    if failure is None:
        return
    if failure.mode == "limit":
        raise EmploymentRefused(429, "TOO_MANY_REQUESTS", "too many requests")
    raise EmploymentRefused(403, "REFUSED", "this client may not use the interface")


async def accounts_of(request: Request) -> Accounts:
    return request.app.state.employment_accounts


async def graduates_of(request: Request) -> Graduates:
    return request.app.state.employment_graduates


AccountsDep = Annotated[Accounts, Depends(accounts_of)]
GraduatesDep = Annotated[Graduates, Depends(graduates_of)]

router = APIRouter(
    prefix="/employment/api/v1",
    tags=["employment"],
    dependencies=[Depends(obeys("employment")), Depends(is_our_client), Depends(fails_on_demand)],
)


@router.post("/logins")
async def log_in(given: LoginRequest, accounts: AccountsDep) -> AccountView:
    """Whose user name and password these are.

    Errors are `{code, message}`: 401 WRONG_CREDENTIALS, 423 LOCKED, 403 CLOSED (the password was right); on every route
    400 INVALID_PARAMETER, 401 INVALID_CLIENT, 403 REFUSED, 429 TOO_MANY_REQUESTS and 503 on demand.
    """
    return view_of(accounts.log_in(given.username, given.password))


@router.get("/accounts")
async def list_accounts(
    accounts: AccountsDep,
    school_code: SchoolCode | None = None,
    changed_after: AwareDatetime | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
) -> AccountPage:
    """Accounts, closed ones too, by time of their last change; `changed_after` leaves out what was known then."""
    return accounts.page(school_code, changed_after, cursor)


@router.put("/accounts/{username}/password", status_code=204)
async def set_password(username: str, given: PasswordRequest, accounts: AccountsDep) -> Response:
    """A new password for somebody who has proved to the platform who they are. Errors: 404 NOT_FOUND, 403 CLOSED."""
    accounts.set_password(username, given.password)
    return Response(status_code=204)


@router.get("/graduates")
async def list_graduates(
    graduates: GraduatesDep,
    school_code: SchoolCode,
    cohort: Cohort,
    after: Annotated[int, Query(ge=0, description="0 is a full pull")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> GraduatePage:
    """Changes of a school's list for one 届 after a sequence, oldest first: each graduate once, as it is now."""
    return graduates.page(school_code, cohort, after, limit)
