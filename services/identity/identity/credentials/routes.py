"""A forgotten or changed password, and a changed mobile, over HTTP."""

from typing import Any

from fastapi import Request, Response

from common.auth.access import NewEmployerUser
from common.http.session import Session, api_router
from identity.accounts.commands import own_account
from identity.accounts.routes import account_view
from identity.accounts.schemas import EmployerUserView
from identity.credentials import commands
from identity.credentials.schemas import MobileChange, PasswordChange, PasswordReset
from identity.sessions.routes import current_session_id

router = api_router("/v1", "单位用户")


@router.post("/password-resets", summary="找回密码", status_code=204)
async def reset_password(given: PasswordReset, request: Request, session: Session) -> Response:
    """A new password for who has the code; all devices are signed out. The answer does not tell whether the mobile is
    registered."""
    password, confirmation = given.password.get_secret_value(), given.password_confirmation.get_secret_value()
    context = request.app.state.context
    await commands.reset_password(session, context, given.mobile, given.sms_code, password, confirmation)
    return Response(status_code=204)


@router.post("/employer-users/me/password", summary="修改密码", status_code=204)
async def change_password(
    given: PasswordChange, actor: NewEmployerUser, request: Request, session: Session
) -> Response:
    """A new password with the old one; all other devices are signed out."""
    secrets = (given.old_password, given.password, given.password_confirmation)
    old, new, confirmation = (secret.get_secret_value() for secret in secrets)
    context, keep = request.app.state.context, current_session_id(request)
    await commands.change_password(session, context, actor, (old, new, confirmation), given.captcha, keep)
    return Response(status_code=204)


@router.post("/employer-users/me/mobile", summary="更换手机号", response_model=EmployerUserView)
async def change_mobile(given: MobileChange, actor: NewEmployerUser, request: Request, session: Session) -> Any:
    """Another mobile to sign in with; all other devices are signed out."""
    context, keep = request.app.state.context, current_session_id(request)
    if given.password is not None:
        password = given.password.get_secret_value()
        await commands.prove_by_password(session, context, actor, password, given.captcha)
    codes = (given.sms_code, given.old_sms_code)
    await commands.change_mobile(session, context, actor, given.mobile, codes, keep)
    return account_view(context, await own_account(session, actor.id))
