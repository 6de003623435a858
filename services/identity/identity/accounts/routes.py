"""Registering as an employer user, and one's own data."""

from typing import Any

from fastapi import Request

from common.auth.access import NewEmployerUser
from common.http.session import Session, api_router
from common.service import Context
from identity.accounts import commands
from identity.accounts.schemas import EmployerUserView, NewEmployerUserForm, PersonalData
from identity.accounts.tables import EmployerAccount

router = api_router("/v1/employer-users", "单位用户")


@router.post("", summary="注册单位用户", status_code=201, response_model=EmployerUserView)
async def register(given: NewEmployerUserForm, request: Request, session: Session) -> Any:
    """手机号, 短信验证码, 密码, 密码确认 (guides/001 fig 3)."""
    context = request.app.state.context
    password, confirmation = given.password.get_secret_value(), given.password_confirmation.get_secret_value()
    account = await commands.register(session, context, given.mobile, given.sms_code, password, confirmation)
    return account_view(context, account)


@router.get("/me", summary="个人信息", response_model=EmployerUserView)
async def my_data(actor: NewEmployerUser, request: Request, session: Session) -> Any:
    """One's own data."""
    return account_view(request.app.state.context, await commands.own_account(session, actor.id))


@router.patch("/me", summary="填写个人信息", response_model=EmployerUserView)
async def change_my_data(given: PersonalData, actor: NewEmployerUser, request: Request, session: Session) -> Any:
    """姓名 and 电子邮箱 (guides/000 fig 5). What is left out stays as it is."""
    values = given.model_dump(exclude_none=True)
    return account_view(request.app.state.context, await commands.change_personal_data(session, actor.id, values))


def account_view(context: Context, account: EmployerAccount) -> dict[str, Any]:
    """An account as its owner sees it."""
    return {
        "id": account.id,
        "mobile": commands.shown_mobile(context, account),
        "name": account.name,
        "email": account.email,
        "employer_id": account.employer_id,
        "created_at": account.created_at,
    }
