"""The sandbox: one app that plays the outside systems over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from deploy.sandbox import failures, page
from deploy.sandbox.bank import controls as bank_controls
from deploy.sandbox.bank import routes as bank_routes
from deploy.sandbox.bank.ledger import BankRefused, Ledger
from deploy.sandbox.chsi import controls as chsi_controls
from deploy.sandbox.chsi import routes as chsi_routes
from deploy.sandbox.chsi.people import People
from deploy.sandbox.employment import controls as employment_controls
from deploy.sandbox.employment import routes as employment_routes
from deploy.sandbox.employment.accounts import Accounts
from deploy.sandbox.employment.errors import EmploymentRefused
from deploy.sandbox.employment.graduates import Graduates
from deploy.sandbox.jobplatform import controls as jobplatform_controls
from deploy.sandbox.jobplatform import routes as jobplatform_routes
from deploy.sandbox.jobplatform.accounts import JobPlatformAccounts
from deploy.sandbox.oauth.grants import Grants
from deploy.sandbox.oauth.server import AuthorizationServer
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.sms import controls as sms_controls
from deploy.sandbox.sms import routes as sms_routes
from deploy.sandbox.sms.receipts import Receipts
from deploy.sandbox.sms.supplier import Outbox, SmsRefused
from deploy.sandbox.store import Store
from deploy.sandbox.wechat import controls as wechat_controls
from deploy.sandbox.wechat import errors as wechat_errors
from deploy.sandbox.wechat import login as wechat_login
from deploy.sandbox.wechat import routes as wechat_routes
from deploy.sandbox.wechat.account import Account
from deploy.sandbox.wechat.tokens import Tokens

DESCRIPTION = """
Plays the systems outside the platform with their protocols and, on demand, their failures.
`/bank`, `/chsi`, `/employment`, `/jobplatform`, `/sms` and `/wechat` are what the platform's adapters call;
`/sandbox` is for people, demos and tests and knows no login. Never run it where the real systems are.
"""
TAGS = [
    {"name": "chsi", "description": "学信网: OAuth 2.0 authorization code with PKCE S256, enrolment record"},
    {"name": "bank", "description": "The bank: remittances with a request id, signed callbacks"},
    {"name": "employment", "description": "就业管理系统: school accounts and graduates"},
    {"name": "jobplatform", "description": "国家大学生就业服务平台: OAuth 2.0 like chsi, employers' accounts"},
    {"name": "sms", "description": "Two SMS suppliers, `a` and `b`"},
    {"name": "wechat", "description": "WeChat Official Account API"},
    {
        "name": "failures",
        "description": "Failures on demand: systems bank, chsi, employment, jobplatform, sms-a, sms-b, wechat",
    },
    {"name": "chsi controls", "description": "People of 学信网"},
    {"name": "bank controls", "description": "Bank statements, delays, returned payments"},
    {"name": "employment controls", "description": "Accounts and graduates of 就业管理系统"},
    {"name": "jobplatform controls", "description": "Accounts of employers at the job platform"},
    {"name": "sms controls", "description": "What the SMS suppliers took"},
    {"name": "wechat controls", "description": "Followers, templates and what was sent"},
]

ROUTED = (
    page,
    chsi_routes,
    bank_routes,
    employment_routes,
    jobplatform_routes,
    sms_routes,
    wechat_routes,
    wechat_login,
    failures,
    chsi_controls,
    bank_controls,
    employment_controls,
    jobplatform_controls,
    sms_controls,
    wechat_controls,
)


def create_app(
    settings: SandboxSettings | None = None, *, callback_transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """The app, ready to serve. `callback_transport` carries SMS receipts to their callback addresses; the default is
    the network."""
    settings = settings or SandboxSettings()
    app = FastAPI(title="Wangqian sandbox", version="1", description=DESCRIPTION, openapi_tags=TAGS, lifespan=_lifespan)
    _furnish(app, settings, callback_transport)
    for module in ROUTED:
        app.include_router(module.router)
    app.add_exception_handler(SmsRefused, _answer_as_supplier)
    app.add_exception_handler(wechat_errors.WeChatRefused, _answer_as_wechat)
    app.add_exception_handler(BankRefused, _answer_as_bank)
    app.add_exception_handler(EmploymentRefused, _answer_as_employment_system)
    app.add_exception_handler(RequestValidationError, _answer_malformed)
    return app


def _furnish(app: FastAPI, settings: SandboxSettings, transport: httpx.AsyncBaseTransport | None) -> None:
    store = Store(settings.state_dir)
    app.state.settings = settings
    app.state.store = store
    app.state.failures = failures.Failures()
    app.state.people = People(store)
    app.state.chsi_door = _door("chsi", store, settings)
    app.state.jobplatform_accounts = JobPlatformAccounts(store)
    app.state.jobplatform_door = _door("jobplatform", store, settings)
    app.state.bank_ledger = Ledger(store, settings, transport)
    app.state.employment_accounts = Accounts(store)
    app.state.employment_graduates = Graduates(store)
    app.state.outbox = Outbox(store, settings)
    app.state.receipts = Receipts(app.state.outbox, settings, transport)
    app.state.account = Account(store, settings)
    app.state.tokens = Tokens(store)


def _door(system: str, store: Store, settings: SandboxSettings) -> AuthorizationServer:
    code_seconds, token_seconds = (getattr(settings, f"{system}_{kind}_seconds") for kind in ("code", "token"))
    return AuthorizationServer(
        system=system,
        client_id=getattr(settings, f"{system}_client_id"),
        client_secret=getattr(settings, f"{system}_client_secret"),
        redirect_uris=getattr(settings, f"{system}_redirect_uris"),
        token_seconds=token_seconds,
        grants=Grants(store, system, code_seconds=code_seconds, token_seconds=token_seconds),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    for message in app.state.outbox.unfinished():
        app.state.receipts.expect(message)
    for remittance in app.state.bank_ledger.unfinished():
        app.state.bank_ledger.expect(remittance)
    yield
    await app.state.bank_ledger.stop()
    await app.state.receipts.stop()
    app.state.store.close()


async def _answer_as_supplier(request: Request, error: Exception) -> Response:
    if not isinstance(error, SmsRefused):
        raise error
    headers = {"Retry-After": "60"} if error.status == 429 else None
    return JSONResponse({"code": error.code, "message": error.message}, error.status, headers=headers)


async def _answer_as_wechat(request: Request, error: Exception) -> Response:
    if not isinstance(error, wechat_errors.WeChatRefused):
        raise error
    return JSONResponse(error.body())


async def _answer_as_bank(request: Request, error: Exception) -> Response:
    if not isinstance(error, BankRefused):
        raise error
    return JSONResponse({"reason_code": error.reason_code, "message": error.message}, error.status)


async def _answer_as_employment_system(request: Request, error: Exception) -> Response:
    if not isinstance(error, EmploymentRefused):
        raise error
    return JSONResponse({"code": error.code, "message": error.message}, error.status)


async def _answer_malformed(request: Request, error: Exception) -> Response:
    """Each system refuses what it cannot read in its own way."""
    if not isinstance(error, RequestValidationError):
        raise error
    if request.url.path.startswith("/wechat/"):
        return JSONResponse(wechat_errors.malformed().body())
    if request.url.path.startswith(("/sms/", "/employment/")):
        where = ", ".join(".".join(str(part) for part in item["loc"]) for item in error.errors())
        return JSONResponse({"code": "INVALID_PARAMETER", "message": f"malformed: {where}"}, 400)
    return await request_validation_exception_handler(request, error)
