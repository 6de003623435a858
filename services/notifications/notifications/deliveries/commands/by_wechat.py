"""Handing notices to WeChat."""

from sqlalchemy.ext.asyncio import AsyncSession

from common.service import Context
from notifications.adapters.faults import NotBound, TokenSpent
from notifications.adapters.wechat import TemplateMessage
from notifications.bindings import queries as bindings
from notifications.deliveries.commands.send import Attempt, Handed, Way
from notifications.deliveries.states import Channel
from notifications.deliveries.store import Claimed
from notifications.resources import Channels


def wechat(context: Context) -> Way:
    """Template messages of the Official Account."""

    async def prepare(session: AsyncSession, batch: list[Claimed]) -> Attempt:
        people = [one.graduate_id for one in batch if one.graduate_id is not None]
        openids = await bindings.openids(session, context.resources.cipher, people)

        async def attempt(claimed: Claimed) -> Handed:
            openid = openids.get(claimed.graduate_id) if claimed.graduate_id else None
            return Handed("wechat", await _send(context, claimed, openid))

        return attempt

    settings = context.settings
    return Way(Channel.WECHAT, settings.wechat_daily_cap, settings.wechat_daily_reserve, prepare)


async def _send(context: Context, claimed: Claimed, openid: str | None) -> str:
    if openid is None:
        raise NotBound
    return await hand_to_wechat(context.resources, _message(context, claimed, openid))


async def hand_to_wechat(channels: Channels, message: TemplateMessage) -> str:
    """WeChat's id of a message that it has taken. A token that was ended meanwhile is renewed once.

    Raises:
        DeliveryFault: any kind.
    """
    token = await channels.wechat_token.get()
    try:
        return await channels.wechat.send(token, message)
    except TokenSpent:
        token = await channels.wechat_token.get(spent=token)
        return await channels.wechat.send(token, message)


def _message(context: Context, claimed: Claimed, openid: str) -> TemplateMessage:
    template = claimed.content["template"]
    return TemplateMessage(
        message_id=claimed.id.hex,
        openid=openid,
        template_id=context.settings.wechat_template_ids.get(template, template),
        url=context.settings.portal_url + claimed.content["link"],
        fields=claimed.content["fields"],
    )
