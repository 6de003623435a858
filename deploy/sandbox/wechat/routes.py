"""The WeChat API over HTTP, with the real one's paths under `/wechat`."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from deploy.sandbox.failures import FailuresDep, obeys
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.wechat import errors
from deploy.sandbox.wechat.account import Account
from deploy.sandbox.wechat.schemas import Answer, LoginAnswer, SendRequest, TokenAnswer
from deploy.sandbox.wechat.tokens import TOKEN_LASTS, Tokens

router = APIRouter(prefix="/wechat", tags=["wechat"], dependencies=[Depends(obeys("wechat"))])


async def account_of(request: Request) -> Account:
    return request.app.state.account


async def tokens_of(request: Request) -> Tokens:
    return request.app.state.tokens


async def settings_of(request: Request) -> SandboxSettings:
    return request.app.state.settings


AccountDep = Annotated[Account, Depends(account_of)]
TokensDep = Annotated[Tokens, Depends(tokens_of)]
SettingsDep = Annotated[SandboxSettings, Depends(settings_of)]


@router.get("/cgi-bin/token")
async def hand_out_token(
    tokens: TokensDep, settings: SettingsDep, grant_type: str = "", appid: str = "", secret: str = ""
) -> TokenAnswer:
    """An access token for 7,200 seconds. The one before it goes on for five minutes.

    Errors: 40002 grant_type, 40013 appid, 40125 secret.
    """
    if grant_type != "client_credential":
        raise errors.invalid_grant_type()
    _check_app(settings, appid, secret)
    return TokenAnswer(access_token=tokens.hand_out(), expires_in=int(TOKEN_LASTS.total_seconds()))


@router.post("/cgi-bin/message/template/send", response_model_exclude_none=True)
async def send_template_message(
    request: SendRequest, account: AccountDep, tokens: TokensDep, failures: FailuresDep, access_token: str = ""
) -> Answer:
    """Sends a template message to a follower.

    Errors, all with HTTP status 200: 40001 invalid token, 41001 no token, 42001 expired token, 40003 no openid,
    40037 template, 43004 not a follower, 43101 refused (on demand), 45009 daily quota, 45065 client_msg_id was sent
    to this openid less than ten minutes ago (with its msgid), 47001 malformed body.
    """
    tokens.check(access_token)
    failure = failures.take("wechat", "reject", "limit")
    if failure is not None:
        raise errors.quota_reached() if failure.mode == "limit" else errors.refused_by_user()
    return Answer(errcode=0, errmsg="ok", msgid=account.send(request).msgid)


@router.get("/sns/oauth2/access_token")
async def log_in(
    tokens: TokensDep, settings: SettingsDep, appid: str = "", secret: str = "", code: str = "", grant_type: str = ""
) -> LoginAnswer:
    """The openid behind a code of the web login, once and within five minutes.

    Errors: 40002 grant_type, 40013 appid, 40125 secret, 40029 unknown code, 40163 used code, 42003 expired code.
    """
    if grant_type != "authorization_code":
        raise errors.invalid_grant_type()
    _check_app(settings, appid, secret)
    openid = tokens.use_code(code)
    # snsapi_base ends with the openid; nothing in the platform uses these two tokens, so they are not kept.
    return LoginAnswer(
        access_token=f"web-{code}", expires_in=7200, refresh_token=f"refresh-{code}", openid=openid, scope="snsapi_base"
    )


def _check_app(settings: SandboxSettings, appid: str, secret: str) -> None:
    if appid != settings.wechat_appid:
        raise errors.invalid_appid()
    if not hmac.compare_digest(secret.encode(), settings.wechat_secret.get_secret_value().encode()):
        raise errors.invalid_secret()
