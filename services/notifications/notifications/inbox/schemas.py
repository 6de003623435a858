"""Notices, as screens show them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from common.paging import Page

EXAMPLE: JsonDict = {
    "id": "0198c0de-0000-7000-8000-000000000001",
    "kind": {"code": "invitation_received", "label": "收到签约邀请", "can_be_switched_off": False},
    "title": "收到签约邀请",
    "body": "北京示范科技有限公司邀请您签约，岗位：软件工程师。请在2026年11月24日00:00之前登录平台回应。",
    "link": "/graduate/agreements/0198c0de-0000-7000-8000-000000000002",
    "deadline": "2026-11-23T16:00:00Z",
    "occurred_at": "2026-11-21T02:10:20Z",
    "read_at": None,
}


class Kind(BaseModel):
    """What sort of notice it is."""

    code: str
    label: str
    can_be_switched_off: bool = Field(description="是否可以关闭；具有法律意义的消息不能关闭")


class NoticeOut(BaseModel):
    """One notice. Times are UTC."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    kind: Kind
    title: str
    body: str
    link: str = Field(description="门户内的页面路径")
    deadline: datetime | None = Field(description="需要在此时间之前处理")
    occurred_at: datetime = Field(description="事件发生时间")
    read_at: datetime | None = Field(description="本人阅读时间；为空表示未读")


class NoticePage(Page[NoticeOut]):
    """One page, newest first."""

    unread_count: int = Field(description="本人未读条数，最多计到1000")


class AllRead(BaseModel):
    """What read-all did."""

    marked: int = Field(description="本次标记为已读的条数")
