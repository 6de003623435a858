"""Registrations and their history, with the constraints and indexes that defend the rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from destinations.database import Base

ONE_CURRENT = "uq_destinations_one_current_per_graduate"


class Destination(Base):
    """One registration. `version` counts its changes and orders its events."""

    __tablename__ = "destinations"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'in_review', 'approved', 'rejected', 'voided')", name="status"),
        CheckConstraint(
            "(status = 'in_review') = (review_step IS NOT NULL) AND review_step IN ('department', 'school')",
            name="review_step",
        ),
        CheckConstraint("review_mode IN ('school_only', 'department_then_school')", name="review_mode"),
        CheckConstraint("(status = 'rejected') = (reject_reason IS NOT NULL)", name="rejected"),
        Index(
            ONE_CURRENT,
            "graduate_id",
            unique=True,
            postgresql_where=text("status IN ('draft', 'in_review', 'approved')"),
        ),
        Index("ix_destinations_graduate_id_id", "graduate_id", "id"),
        Index("ix_destinations_school_code_cohort_status_id", "school_code", "cohort", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """UUIDv7: sorting by it is sorting by the time of the first submission."""
    version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)
    destination_code: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    review_mode: Mapped[str] = mapped_column(Text)
    """Frozen at submission."""
    review_step: Mapped[str | None] = mapped_column(Text)
    reject_reason: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """Of the last submission."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    # As the roster has them now: a corrected department decides who may see and review it.
    school_name: Mapped[str] = mapped_column(Text)
    graduate_name: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    level_code: Mapped[str] = mapped_column(Text)
    major_name: Mapped[str] = mapped_column(Text)


class HistoryRow(Base):
    """One change of one registration. Rows are only ever added: a trigger refuses anything else."""

    __tablename__ = "destination_history"
    __table_args__ = (UniqueConstraint("destination_id", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    destination_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("destinations.id"))
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_role: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None for the system."""
    actor_name: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str] = mapped_column(Text)
    at_step: Mapped[str | None] = mapped_column(Text)
    """The review step it was done at."""
    destination_code: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(Text)
