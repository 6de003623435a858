"""The inbox over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from common.auth.access import AnyActor
from common.http.session import Session, api_router
from common.paging import Paging
from notifications.inbox import commands, queries
from notifications.inbox.schemas import AllRead, NoticeOut, NoticePage

router = api_router("/v1/notices", "站内消息")


@router.get("", summary="消息列表")
async def list_notices(
    actor: AnyActor,
    session: Session,
    page: Paging,
    unread: Annotated[bool, Query(description="只看未读")] = False,
) -> NoticePage:
    """What the reader, or the reader's employer, school or department, was told; newest first."""
    return await queries.notices_of(session, actor, page, unread=unread)


@router.post("/read-all", summary="全部标记为已读")
async def read_all_notices(actor: AnyActor, session: Session) -> AllRead:
    """Mark everything that is there now as read by this user."""
    return AllRead(marked=await commands.read_all(session, actor))


@router.post("/{notice_id}/read", summary="标记为已读")
async def read_notice(notice_id: UUID, actor: AnyActor, session: Session) -> NoticeOut:
    """Mark one notice as read by this user; again changes nothing."""
    return await commands.read(session, actor, notice_id)
