"""What the inbox shows."""

from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor
from common.paging import PageRequest
from notifications.audiences import audiences_of
from notifications.inbox import store
from notifications.inbox.errors import NoticeNotFound
from notifications.inbox.schemas import Kind, NoticeOut, NoticePage
from notifications.templates.catalogue import can_be_switched_off

UNREAD_COUNTED = 1000
"""A badge shows no more than 999+, so nobody counts further."""


async def notices_of(session: AsyncSession, actor: Actor, page: PageRequest, *, unread: bool) -> NoticePage:
    """One page of the actor's inbox.

    Raises:
        CursorMalformed: the cursor is not one of this list.
    """
    audiences, position = audiences_of(actor), page.position(UUID)
    before = position[0] if position else None
    rows = await store.page(session, audiences, actor.id, unread=unread, before=before, limit=page.limit + 1)
    shown = rows[: page.limit]
    return NoticePage(
        items=[_shown(row) for row in shown],
        next_cursor=page.cursor_after(shown[-1].id) if len(rows) > page.limit else None,
        unread_count=await store.count_unread(session, audiences, actor.id, UNREAD_COUNTED),
    )


async def notice_of(session: AsyncSession, actor: Actor, notice_id: UUID) -> NoticeOut:
    """One notice of the actor's inbox.

    Raises:
        NoticeNotFound: there is none, or it is somebody else's.
    """
    row = await store.find(session, audiences_of(actor), actor.id, notice_id)
    if row is None:
        raise NoticeNotFound
    return _shown(row)


def _shown(row: Row[Any]) -> NoticeOut:
    kind = Kind(code=row.kind, label=row.title, can_be_switched_off=can_be_switched_off(row.kind))
    return NoticeOut(
        id=row.id,
        kind=kind,
        title=row.title,
        body=row.body,
        link=row.link,
        deadline=row.deadline,
        occurred_at=row.occurred_at,
        read_at=row.read_at,
    )
