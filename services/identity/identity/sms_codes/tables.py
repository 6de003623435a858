"""Codes that prove a mobile."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class SmsCode(Base):
    """A verification code, as a keyed hash. The row outlives the code by a day, for the daily cap."""

    __tablename__ = "sms_codes"
    __table_args__ = (
        CheckConstraint("purpose IN ('register', 'reset_password', 'change_mobile', 'confirm')", name="purpose_known"),
        Index("ix_sms_codes_mobile", "mobile_index", "created_at"),
        Index("ix_sms_codes_address", "address_index", "created_at"),
        Index("ix_sms_codes_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    mobile_index: Mapped[str] = mapped_column(Text)
    address_index: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    code_hash: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
