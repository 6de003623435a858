"""A graduate binds WeChat, to be told there as well."""

from fastapi import Request

from common.auth.access import Graduate
from common.http.session import Session, api_router
from notifications.bindings import commands, queries
from notifications.bindings.schemas import Binding, BindRequest

router = api_router("/v1/wechat-binding", "微信绑定")


@router.put("", summary="绑定微信")
async def bind_wechat(body: BindRequest, actor: Graduate, session: Session, request: Request) -> Binding:
    """Exchange the code for the WeChat account; the same person may bind again at any time."""
    await commands.bind(session, request.app.state.context.resources, actor, body.code)
    return await queries.binding_of(session, actor.graduate_id)


@router.get("", summary="查看微信绑定")
async def show_binding(actor: Graduate, session: Session) -> Binding:
    """Whether WeChat is bound."""
    return await queries.binding_of(session, actor.graduate_id)


@router.delete("", summary="解除微信绑定")
async def unbind_wechat(actor: Graduate, session: Session) -> Binding:
    """Forget the WeChat account. Notices stay in the inbox."""
    await commands.unbind(session, actor)
    return await queries.binding_of(session, actor.graduate_id)
