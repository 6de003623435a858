"""Notices, and who has read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base


class Notice(Base):
    """What an audience was told, in the words it was told. `id` is a UUIDv7: newer notices have greater ids."""

    __tablename__ = "notices"
    __table_args__ = (
        # One event tells one audience one thing, however often it is delivered.
        UniqueConstraint("event_id", "audience"),
        CheckConstraint(
            "audience ~ '^(employer|employer_user|graduate|school|department):.' OR audience = 'centre'",
            name="audience",
        ),
        Index("ix_notices_audience_id", "audience", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(Uuid)
    audience: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    deadline: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    occurred_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class NoticeRead(Base):
    """A user has read a notice. Others of the same employer or school have not, by that."""

    __tablename__ = "notice_reads"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True)
    reader_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    read_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
