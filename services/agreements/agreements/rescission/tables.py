"""Requests to end an agreement, and how each went. Where the agreement stands meanwhile is the agreement's status."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base

IS_OPEN = text("outcome IS NULL")
IS_COUNTED = text("by = 'graduate' AND outcome IS DISTINCT FROM 'withdrawn'")
"""Written out, in queries as in the index: a bound value would keep the planner from using a partial index."""

RULES = {
    "form": "form IN ('online', 'offline', 'forced')",
    "by": "by IN ('employer', 'graduate') AND (form = 'online' OR by = 'graduate')",
    "proof": "form <> 'offline' OR jsonb_array_length(file_ids) > 0",
    "review_mode": "review_mode IN ('school_only', 'department_then_school')",
    "outcome": "outcome IN ('withdrawn', 'declined', 'rejected', 'rescinded')",
    "decided": "(outcome IS NULL) = (decided_at IS NULL)",
    "ruling": (
        "(ruling IS NOT NULL) = (form = 'offline' AND outcome IS NOT DISTINCT FROM 'rescinded')"
        " AND ruling IN ('mutual', 'unilateral')"
    ),
    "rejected": (
        "CASE WHEN outcome IS NOT DISTINCT FROM 'rejected'"
        " THEN reject_step IS NOT NULL AND reject_reason IS NOT NULL AND reject_detail IS NOT NULL"
        " ELSE reject_step IS NULL AND reject_reason IS NULL AND reject_detail IS NULL END"
    ),
    "forced": "(form = 'forced') = (force_detail IS NOT NULL AND jsonb_array_length(force_file_ids) > 0)",
}
"""What the database refuses, whoever writes."""


class Rescission(Base):
    """One request, from its submission to its outcome."""

    __tablename__ = "rescissions"
    __table_args__ = (
        *(CheckConstraint(rule, name=name) for name, rule in RULES.items()),
        Index("uq_rescissions_one_open_per_agreement", "agreement_id", unique=True, postgresql_where=IS_OPEN),
        Index("ix_rescissions_agreement_id_id", "agreement_id", "id"),
        Index("ix_rescissions_counted", "graduate_id", "cohort", postgresql_where=IS_COUNTED),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """UUIDv7: sorting by it is sorting by the time of the request."""
    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("agreements.id"))
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    form: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    """解约方."""
    applicant_id: Mapped[UUID] = mapped_column(Uuid)
    applicant_name: Mapped[str] = mapped_column(Text)
    """解约申请人: the account that asked."""
    reason: Mapped[str] = mapped_column(Text)
    """A code of `RescissionReason`."""
    detail: Mapped[str | None] = mapped_column(Text)
    file_ids: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """解约函等材料 of the graduate; offline only."""
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """解约申请时间: of an offline request that was sent again, when it was sent last."""
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the other side agreed or did not; online only."""
    answer_detail: Mapped[str | None] = mapped_column(Text)
    review_mode: Mapped[str | None] = mapped_column(Text)
    """审核设置, frozen when the review began."""
    return_detail: Mapped[str | None] = mapped_column(Text)
    """What the reviewer wanted corrected last."""
    ruling: Mapped[str | None] = mapped_column(Text)
    """解约原因 as the school found it; offline only (guides/003 fig 21)."""
    reject_step: Mapped[str | None] = mapped_column(Text)
    reject_reason: Mapped[str | None] = mapped_column(Text)
    reject_detail: Mapped[str | None] = mapped_column(Text)
    force_detail: Mapped[str | None] = mapped_column(Text)
    """Why the school forced it."""
    force_file_ids: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """The proof the school keeps in case of a dispute."""
    outcome: Mapped[str | None] = mapped_column(Text)
    """None while it runs, and where the agreement was voided or became 失效 meanwhile."""
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
