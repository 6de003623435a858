"""Corrections of employers' data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Correction(Base):
    """One request, or one correction that the centre made at once. Phones inside the JSON are encrypted."""

    __tablename__ = "employer_corrections"
    __table_args__ = (
        CheckConstraint("origin IN ('employer', 'centre')", name="origin_known"),
        CheckConstraint("status IN ('waiting', 'approved', 'rejected', 'withdrawn')", name="status_known"),
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_once_reviewed"),
        CheckConstraint("(status = 'rejected') = (rejection_code IS NOT NULL)", name="reason_when_rejected"),
        CheckConstraint("num_nonnulls(claimed_by, claimed_by_name, claimed_at) IN (0, 3)", name="claim_is_whole"),
        Index(
            "uq_employer_corrections_employer_id_open",
            "employer_id",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_employer_corrections_employer_id_id", "employer_id", "id"),
        Index("ix_employer_corrections_status_id", "status", "id"),
        Index("ix_employer_corrections_uscc", "uscc", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    employer_name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(Text)
    """Name and code as they were when it was asked for, by which the centre's list is searched."""
    origin: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    requested_by: Mapped[str] = mapped_column(Text)
    requested_by_name: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    claimed_by: Mapped[str | None] = mapped_column(Text)
    claimed_by_name: Mapped[str | None] = mapped_column(Text)
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    rejection_code: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
