"""Who changed what, and when: 查看编辑记录 (guides/000 §9). Rows are only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class Edit(Base):
    """One edit of one subject: `sign-settings:10001:2027`, `agreement-type:11:2027`, `relocation:<employer id>`."""

    __tablename__ = "edits"
    __table_args__ = (Index("ix_edits_subject_id", "subject", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    edited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_role: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    """An `EditSource`; None if the actor edited the subject itself."""
    changes: Mapped[str] = mapped_column(Text)
    """Sealed JSON: it holds phone numbers."""
