"""Verifications, their history, and the files that documents has told of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Verification(Base):
    """One submission, with the employer's data as they were then."""

    __tablename__ = "verifications"
    __table_args__ = (
        CheckConstraint(
            "status IN ('material_review', 'remitting', 'awaiting_amount', 'remittance_failed', 'amount_failed', "
            "'approved', 'rejected', 'withdrawn')",
            name="status_known",
        ),
        CheckConstraint("method IN ('material', 'remittance', 'upgrade')", name="method_known"),
        CheckConstraint("(method = 'material') = (licence_file_id IS NOT NULL)", name="licence_with_material"),
        CheckConstraint(
            "(status IN ('material_review', 'remitting', 'awaiting_amount')) = (decided_at IS NULL)",
            name="decided_once_reviewed",
        ),
        CheckConstraint(
            "(status IN ('rejected', 'remittance_failed', 'amount_failed')) = (reason_code IS NOT NULL)",
            name="reason_when_rejected",
        ),
        CheckConstraint("(claimed_by IS NULL) = (claimed_at IS NULL)", name="claim_whole"),
        CheckConstraint("letter_check IN ('pending', 'passed', 'failed')", name="letter_check_known"),
        CheckConstraint(
            "letter_check IS NULL OR (method = 'remittance' AND status = 'approved')", name="letter_check_of_remittance"
        ),
        CheckConstraint(
            "(letter_check IN ('passed', 'failed')) = (letter_checked_at IS NOT NULL)", name="letter_checked_once"
        ),
        Index(
            "uq_verifications_employer_id_open",
            "employer_id",
            unique=True,
            postgresql_where=text("status IN ('material_review', 'remitting', 'awaiting_amount')"),
        ),
        Index("ix_verifications_employer_id", "employer_id"),
        Index("ix_verifications_status_id", "status", "id"),
        Index("ix_verifications_uscc", text("(particulars ->> 'uscc')"), "id"),
        Index(
            "ix_verifications_letter_check_id", "letter_check", "id", postgresql_where=text("letter_check IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    attempt: Mapped[int] = mapped_column(Integer)
    method: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    particulars: Mapped[dict[str, Any]] = mapped_column(JSONB)
    licence_file_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None unless the method asks for it (material)."""
    letter_file_id: Mapped[UUID] = mapped_column(Uuid)
    more_file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    submitted_by: Mapped[str] = mapped_column(Text)
    claimed_by: Mapped[str | None] = mapped_column(Text)
    claimed_by_name: Mapped[str | None] = mapped_column(Text)
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
    letter_check: Mapped[str | None] = mapped_column(Text)
    """Later check of a letter that no reviewer has seen; None when there is none to make."""
    letter_checked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    letter_checked_by: Mapped[str | None] = mapped_column(Text)
    letter_checked_by_name: Mapped[str | None] = mapped_column(Text)


class VerificationStep(Base):
    """One row for each transition."""

    __tablename__ = "verification_history"
    __table_args__ = (Index("ix_verification_history_employer_id", "employer_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    verification_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("verifications.id"))
    action: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    actor_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason_code: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)


class KnownFile(Base):
    """Read copy of employers' uploads, fed by documents."""

    __tablename__ = "known_files"

    file_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
