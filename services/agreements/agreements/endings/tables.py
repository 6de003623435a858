"""Cases of “这不是我签的”, and the talks before agreements were voided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base

IS_UNDECIDED = text("outcome IS NULL")
IS_DISMISSED = text("outcome = 'dismissed'")
"""Written out, in queries as in the index: a bound value would keep the planner from using a partial index."""


class Dispute(Base):
    """One case. While it is undecided the agreement is frozen. Only the graduate and the school read it."""

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("outcome IN ('upheld', 'dismissed', 'lapsed')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "(answer IS NOT NULL) = (outcome IS NOT NULL AND outcome <> 'lapsed')"
            " AND (answer IS NULL) = (decided_by IS NULL)",
            name="answered",
        ),
        Index("uq_disputes_one_undecided", "agreement_id", unique=True, postgresql_where=IS_UNDECIDED),
        Index("ix_disputes_agreement_id_id", "agreement_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    """The case number counts these."""
    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("agreements.id"))
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    detail: Mapped[str] = mapped_column(Text)
    file_ids: Mapped[list[str]] = mapped_column(JSONB)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str | None] = mapped_column(Text)
    """A `states.Outcome`."""
    decided_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    """Why the school decided so; none where the roster has ended the agreement before."""


class Voiding(Base):
    """作废 of one agreement: what came of the talk with the employer (guides/000 §7). Only the school reads it."""

    __tablename__ = "voidings"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("agreements.id"), primary_key=True)
    voided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    voided_by: Mapped[str] = mapped_column(Text)
    talk: Mapped[str] = mapped_column(Text)
