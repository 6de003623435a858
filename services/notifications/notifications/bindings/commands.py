"""Binding and unbinding WeChat (guides/004 §9)."""

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import Graduate
from notifications.adapters.faults import CodeRefused, DeliveryFault
from notifications.bindings import store
from notifications.bindings.errors import WeChatBoundToAnother, WeChatCodeRefused, WeChatUnavailable
from notifications.bindings.queries import FIELD
from notifications.resources import Channels


async def bind(session: AsyncSession, channels: Channels, actor: Graduate, code: str) -> None:
    """Bind the WeChat account that is behind the code, in place of an earlier one.

    Raises:
        WeChatCodeRefused, WeChatBoundToAnother, WeChatUnavailable.
    """
    try:
        openid = await channels.wechat.openid_of(code)
    except CodeRefused as fault:
        raise WeChatCodeRefused from fault
    except DeliveryFault as fault:
        raise WeChatUnavailable(retry_after=30) from fault
    sealed, index = channels.cipher.encrypt(openid, FIELD), channels.cipher.blind_index(openid, FIELD)
    if not await store.keep_account(session, actor.id, sealed, index, clock.now()):
        raise WeChatBoundToAnother
    await store.keep_binding(session, actor.graduate_id, actor.id)


async def unbind(session: AsyncSession, actor: Graduate) -> None:
    """Forget the person's WeChat account; not being bound is fine."""
    await store.remove_account(session, actor.id)
