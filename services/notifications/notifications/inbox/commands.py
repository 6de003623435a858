"""Telling audiences what happened, and noting who has read it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor
from common.contracts.event import Event
from common.messaging.reactions import Delivery
from notifications.audiences import audience_of
from notifications.deliveries.commands.queue import queue_wechat
from notifications.inbox import queries, store
from notifications.inbox.schemas import NoticeOut
from notifications.templates.catalogue import kinds_for
from notifications.templates.kinds import NoticeKind
from notifications.templates.rendering import render


async def announce(event: Event, delivery: Delivery) -> None:
    """Write one notice for each audience of the event, and queue it for the channels outside. Nothing is sent here."""
    for kind in kinds_for(event):
        await _tell(kind, event, delivery)


async def _tell(kind: NoticeKind, event: Event, delivery: Delivery) -> None:
    envelope, session = delivery.envelope, delivery.session
    notice_id = uuid7()
    text = render(kind, event, envelope.time)
    is_new = await store.add(
        session,
        id=notice_id,
        event_id=envelope.id,
        audience=kind.audience(event),
        kind=kind.code,
        title=text.title,
        body=text.body,
        link=text.link,
        deadline=text.deadline,
        occurred_at=envelope.time,
    )
    if is_new and text.wechat is not None:
        await queue_wechat(
            session,
            delivery.context.settings,
            notice_id=notice_id,
            graduate_id=event.graduate_id,  # type: ignore[attr-defined]  # WeChat is for graduates only
            content=text.wechat,
            deadline=text.deadline,
        )


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
    return await store.mark_all_read(session, audience_of(actor), actor.id, clock.now())
