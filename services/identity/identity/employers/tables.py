"""Employers. Phones are encrypted; the USCC is public."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class EmployerData:
    """单位信息: what an employer and each of its versions have."""

    name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(Text)
    type: Mapped[str | None] = mapped_column(Text)
    nature_code: Mapped[str] = mapped_column(Text)
    industry_code: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    contact_name: Mapped[str] = mapped_column(Text)
    contact_phone: Mapped[str] = mapped_column(Text)
    contact_mobile: Mapped[str | None] = mapped_column(Text)
    contact_email: Mapped[str | None] = mapped_column(Text)


class Employer(EmployerData, Base):
    """用人单位, as its users gave it."""

    __tablename__ = "employers"
    __table_args__ = (
        CheckConstraint(
            "status IN ('unverified', 'material_review', 'remitting', 'awaiting_amount', 'remittance_failed', "
            "'amount_failed', 'approved', 'rejected', 'suspended')",
            name="status_known",
        ),
        CheckConstraint(
            "holds_uscc OR (verified_at IS NULL "
            "AND status IN ('unverified', 'rejected', 'remittance_failed', 'amount_failed'))",
            name="only_drafts_lose_uscc",
        ),
        Index("uq_employers_uscc_held", "uscc", unique=True, postgresql_where=text("holds_uscc")),
        Index("ix_employers_uscc", "uscc"),
        Index("ix_employers_status_id", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    holds_uscc: Mapped[bool] = mapped_column(Boolean)
    """False for a draft whose USCC another account has taken up since."""
    status: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class EmployerVersion(EmployerData, Base):
    """An employer's data as they were from one change to the next. Changes of its status alone make no row here."""

    __tablename__ = "employer_versions"
    __table_args__ = (
        CheckConstraint("change IN ('filled_in', 'changed', 'corrected', 'corrected_by_centre')", name="change_known"),
    )

    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    change: Mapped[str] = mapped_column(Text)
    changed_fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    note: Mapped[str | None] = mapped_column(Text)
    correction_id: Mapped[UUID | None] = mapped_column(Uuid)
    actor: Mapped[str] = mapped_column(Text)
    """`role:id` of who changed it."""
    actor_name: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
