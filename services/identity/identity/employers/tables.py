"""Employers. Phones are encrypted; the USCC is public."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, Index, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Employer(Base):
    """用人单位, as its users gave it."""

    __tablename__ = "employers"
    __table_args__ = (
        CheckConstraint("status IN ('unverified', 'material_review', 'approved', 'rejected')", name="status_known"),
        CheckConstraint("holds_uscc OR status IN ('unverified', 'rejected')", name="only_drafts_lose_uscc"),
        Index("uq_employers_uscc_held", "uscc", unique=True, postgresql_where=text("holds_uscc")),
        Index("ix_employers_uscc", "uscc"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(Text)
    holds_uscc: Mapped[bool] = mapped_column(Boolean)
    """False for a draft whose USCC another account has taken up since."""
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
    status: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
