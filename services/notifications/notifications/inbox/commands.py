"""Telling audiences what happened, and noting who has read it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor
from common.contracts.event import Event
from common.messaging.reactions import Delivery
from notifications.audiences import audiences_of
from notifications.deliveries.commands.queue import drop_waiting, queue_text, queue_wechat
from notifications.inbox import queries, store
from notifications.inbox.schemas import NoticeOut
from notifications.templates.catalogue import kinds_for, kinds_over_after
from notifications.templates.kinds import NoticeKind, to_employer
from notifications.templates.rendering import Rendered, link_of, render
from notifications.text_orders.commands import drop_orders, order_text


async def announce(event: Event, delivery: Delivery) -> None:
    """Write one notice for each audience of the event, and queue it for the channels outside. Nothing is sent here.

    Messages that still wait and that this event has made untrue are dropped before.
    """
    for outdated in kinds_over_after(event):
        await _drop_waiting(outdated, event, delivery)
    for kind in kinds_for(event):
        await _tell(kind, event, delivery)


async def _tell(kind: NoticeKind, event: Event, delivery: Delivery) -> None:
    envelope, session = delivery.envelope, delivery.session
    audience = kind.audience(event)
    if audience is None:
        return
    notice_id = uuid7()
    text = render(kind, event, envelope.time)
    is_new = await store.add(
        session,
        id=notice_id,
        event_id=envelope.id,
        audience=audience,
        kind=kind.code,
        title=text.title,
        body=text.body,
        link=text.link,
        deadline=text.deadline,
        occurred_at=envelope.time,
    )
    if is_new:
        await _beyond_the_inbox(kind, event, delivery, notice_id, text)


async def _drop_waiting(outdated: NoticeKind, event: Event, delivery: Delivery) -> None:
    """Only of what happened before: events of one employer may come out of order."""
    session, happened = delivery.session, delivery.envelope.time
    audience = outdated.audience(event)
    if audience is None:
        return
    link = link_of(outdated, event, happened)
    notices = await store.told_before(session, audience, outdated.code, link, happened)
    await drop_orders(session, notices)
    await drop_waiting(session, notices)


async def _beyond_the_inbox(kind: NoticeKind, event: Any, delivery: Delivery, notice_id: UUID, text: Rendered) -> None:
    """The channels outside: text messages to employers; WeChat to graduates, and a text message where it cannot be, or
    where the guides ask for both."""
    session, settings = delivery.session, delivery.context.settings
    where: dict[str, Any] = {"notice_id": notice_id, "deadline": text.deadline}
    always = kind.sms is not None and kind.sms.always
    if kind.audience is to_employer and text.sms is not None:
        await order_text(session, settings, employer_id=event.employer_id, content=text.sms, **where)
    if text.wechat is None:
        return
    content = text.wechat | ({"sms": text.sms} if text.sms and not always else {})
    queued = await queue_wechat(session, settings, graduate_id=event.graduate_id, content=content, **where)
    if text.sms is not None and (always or not queued):
        await queue_text(session, settings, graduate_id=event.graduate_id, content=text.sms, **where)


async def read(session: AsyncSession, actor: Actor, notice_id: UUID) -> NoticeOut:
    """Note that the actor has read a notice.

    Raises:
        NoticeNotFound: there is none, or it is somebody else's.
    """
    await queries.notice_of(session, actor, notice_id)
    await store.mark_read(session, notice_id, actor.id, clock.now())
    return await queries.notice_of(session, actor, notice_id)


async def read_all(session: AsyncSession, actor: Actor) -> int:
    """Note that the actor has read everything that is there now."""
    return await store.mark_all_read(session, audiences_of(actor), actor.id, clock.now())
