"""Requests to join an employer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class JoinRequest(Base):
    """A user without employer asks to become a further user of one."""

    __tablename__ = "join_requests"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'approved', 'refused', 'withdrawn', 'expired')", name="status_known"),
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_once_answered"),
        CheckConstraint("status <> 'refused' OR reason IS NOT NULL", name="reason_when_refused"),
        Index("uq_join_requests_user_id_open", "user_id", unique=True, postgresql_where=text("status = 'waiting'")),
        Index("ix_join_requests_user_id_id", "user_id", "id"),
        Index("ix_join_requests_employer_id_id", "employer_id", "id"),
        Index("ix_join_requests_status_expires_at", "status", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employer_users.id"))
    applicant_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None] = mapped_column(Text)
