"""SQL of the inbox. Every statement that reads names the audience: this is where tenants are kept apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.tables import Notice, NoticeRead

COLUMNS = (Notice.id, Notice.kind, Notice.title, Notice.body, Notice.link, Notice.deadline, Notice.occurred_at)


async def add(session: AsyncSession, **values: Any) -> bool:
    """A new notice. False if this event has told this audience before."""
    added = await session.execute(
        insert(Notice).values(**values).on_conflict_do_nothing(index_elements=["event_id", "audience"])
    )
    return bool(added.rowcount)  # type: ignore[attr-defined]


async def told_before(session: AsyncSession, audience: str, kind: str, link: str, moment: datetime) -> Sequence[UUID]:
    """What the audience was told of this kind and matter about things that happened before the moment."""
    wanted = select(Notice.id).where(Notice.audience == audience, Notice.kind == kind, Notice.link == link)
    return (await session.scalars(wanted.where(Notice.occurred_at < moment))).all()


async def page(
    session: AsyncSession, audiences: Sequence[str], reader_id: UUID, *, unread: bool, before: UUID | None, limit: int
) -> Sequence[Row[Any]]:
    """Notices with the reader's mark, newest first."""
    wanted = _with_mark(audiences, reader_id).order_by(Notice.id.desc()).limit(limit)
    if unread:
        wanted = wanted.where(NoticeRead.read_at.is_(None))
    if before is not None:
        wanted = wanted.where(Notice.id < before)
    return (await session.execute(wanted)).all()


async def find(session: AsyncSession, audiences: Sequence[str], reader_id: UUID, notice_id: UUID) -> Row[Any] | None:
    """One notice of the audience."""
    return (await session.execute(_with_mark(audiences, reader_id).where(Notice.id == notice_id))).one_or_none()


async def count_unread(session: AsyncSession, audiences: Sequence[str], reader_id: UUID, most: int) -> int:
    """How many the reader has not read; counting ends at `most`."""
    some = select(literal(1)).select_from(Notice).where(_unread(audiences, reader_id)).limit(most).subquery()
    return (await session.execute(select(func.count()).select_from(some))).scalar_one()


async def mark_read(session: AsyncSession, notice_id: UUID, reader_id: UUID, now: datetime) -> None:
    """Note that the reader has read it; the first time counts."""
    mark = insert(NoticeRead).values(notice_id=notice_id, reader_id=reader_id, read_at=now)
    await session.execute(mark.on_conflict_do_nothing())


async def mark_all_read(session: AsyncSession, audiences: Sequence[str], reader_id: UUID, now: datetime) -> int:
    """Note that the reader has read all that are there. Returns how many were new to the reader."""
    unread = select(Notice.id, literal(reader_id), literal(now)).where(_unread(audiences, reader_id))
    marks = insert(NoticeRead).from_select(["notice_id", "reader_id", "read_at"], unread)
    done = await session.execute(marks.on_conflict_do_nothing())
    return int(done.rowcount)  # type: ignore[attr-defined]


def _with_mark(audiences: Sequence[str], reader_id: UUID) -> Select[*tuple[Any, ...]]:
    mine = and_(NoticeRead.notice_id == Notice.id, NoticeRead.reader_id == reader_id)
    return select(*COLUMNS, NoticeRead.read_at).outerjoin(NoticeRead, mine).where(Notice.audience.in_(audiences))


def _unread(audiences: Sequence[str], reader_id: UUID) -> Any:
    mine = exists().where(NoticeRead.notice_id == Notice.id, NoticeRead.reader_id == reader_id)
    return and_(Notice.audience.in_(audiences), ~mine)
