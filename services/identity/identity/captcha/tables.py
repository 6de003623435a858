"""Captchas that were handed out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Captcha(Base):
    """A picture's text, as a keyed hash. The row outlives it by an hour, for the cap of the address."""

    __tablename__ = "captchas"
    __table_args__ = (
        Index("ix_captchas_address", "address_index", "created_at"),
        Index("ix_captchas_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    address_index: Mapped[str] = mapped_column(Text)
    answer_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
