"""WeChat's web login: the page on which WeChat would know who is holding the phone; here one chooses."""

from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from deploy.sandbox.failures import obeys
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.templating import templates
from deploy.sandbox.wechat.routes import AccountDep, SettingsDep, TokensDep

router = APIRouter(prefix="/wechat", tags=["wechat"], dependencies=[Depends(obeys("wechat"))])


class LoginRequest(BaseModel):
    appid: str = ""
    redirect_uri: str = ""
    response_type: str = ""
    scope: str = ""
    state: str = ""
    openid: str = ""


@router.get("/connect/oauth2/authorize", response_class=HTMLResponse)
async def authorize(
    request: Request,
    wanted: Annotated[LoginRequest, Query()],
    account: AccountDep,
    tokens: TokensDep,
    settings: SettingsDep,
) -> Response:
    """Shows the followers to choose from; with `openid` given, goes straight back with `code` and `state`."""
    mistake = _mistake(wanted, settings)
    if mistake:
        return templates.TemplateResponse(request, "wechat_error.html", {"message": mistake}, status_code=400)
    if wanted.openid and account.follower(wanted.openid) is not None:
        answer = urlencode({"code": tokens.hand_out_code(wanted.openid), "state": wanted.state})
        joint = "&" if urlsplit(wanted.redirect_uri).query else "?"
        return RedirectResponse(wanted.redirect_uri + joint + answer, 302, headers={"Cache-Control": "no-store"})
    hidden = wanted.model_dump(exclude={"openid"})
    context = {"hidden": hidden, "followers": account.followers()[:200]}
    return templates.TemplateResponse(request, "wechat_login.html", context)


def _mistake(wanted: LoginRequest, settings: SandboxSettings) -> str:
    """The real page says the same in the same words, and does not redirect."""
    if wanted.appid != settings.wechat_appid:
        return "appid 参数错误"
    target = urlsplit(wanted.redirect_uri)
    if target.scheme not in ("http", "https") or target.hostname not in settings.wechat_oauth_domains:
        return "redirect_uri 域名与后台配置不一致"
    if wanted.response_type != "code":
        return "response_type 参数错误"
    return "" if wanted.scope in ("snsapi_base", "snsapi_userinfo") else "scope 参数错误"
