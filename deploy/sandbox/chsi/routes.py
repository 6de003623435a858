"""学信网 over HTTP: login page, token endpoint, enrolment record."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from deploy.sandbox.chsi.people import People, record_of
from deploy.sandbox.chsi.schemas import ChsiAuthorizationRequest, ChsiLoginForm, EnrolmentRecord
from deploy.sandbox.failures import FailuresDep, obeys
from deploy.sandbox.oauth.schemas import TokenAnswer, TokenRequest
from deploy.sandbox.oauth.server import AuthorizationServer

router = APIRouter(prefix="/chsi", tags=["chsi"], dependencies=[Depends(obeys("chsi"))])


async def people_of(request: Request) -> People:
    return request.app.state.people


async def door_of(request: Request) -> AuthorizationServer:
    return request.app.state.chsi_door


PeopleDep = Annotated[People, Depends(people_of)]
DoorDep = Annotated[AuthorizationServer, Depends(door_of)]


@router.get("/oauth/authorize", response_class=HTMLResponse)
async def show_login(request: Request, wanted: Annotated[ChsiAuthorizationRequest, Query()], door: DoorDep) -> Response:
    """The login page. An unknown client or redirect address is told to the person, never redirected to
    (RFC 6749 §4.1.2.1); every other mistake of the client goes back to it as `error`."""
    return door.show_login(request, wanted)


@router.post("/oauth/authorize", response_class=HTMLResponse)
async def log_in(
    request: Request,
    form: Annotated[ChsiLoginForm, Form()],
    door: DoorDep,
    people: PeopleDep,
    failures: FailuresDep,
) -> Response:
    """The login page's form: redirects with `code` and `state`, or shows the page again."""

    def id_number_of(account: str, password: str) -> str | None:
        person = people.log_in(account, password)
        return person.id_number if person else None

    return door.log_in(request, form, failures, id_number_of)


@router.post("/oauth/token", response_model=TokenAnswer)
async def hand_out_token(
    form: Annotated[TokenRequest, Form()],
    door: DoorDep,
    failures: FailuresDep,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Exchanges a code. Client secret by HTTP Basic or in the form; refusals as in RFC 6749 §5.2."""
    return door.hand_out_token(form, authorization, failures)


@router.get("/api/v1/enrolment")
async def show_enrolment(
    door: DoorDep, people: PeopleDep, failures: FailuresDep, authorization: Annotated[str, Header()] = ""
) -> EnrolmentRecord:
    """The account and its 学籍 records. `Authorization: Bearer`; 401 when the token is unknown or over."""
    id_number = door.bearer(authorization)
    person = people.get(id_number) if id_number else None
    if person is None:
        raise HTTPException(401, "invalid_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    failure = failures.take("chsi", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        raise HTTPException(429, "too many requests", headers={"Retry-After": "1"})
    if failure is not None:
        raise HTTPException(403, "insufficient_scope")
    return record_of(person)
