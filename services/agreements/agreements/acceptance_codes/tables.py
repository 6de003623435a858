"""Codes that were asked for. They are forgotten a few days later; what they proved stands in the history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class AcceptanceCode(Base):
    """One code, for one version of the terms of one agreement. The code itself is nowhere."""

    __tablename__ = "acceptance_codes"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'undeliverable', 'used')", name="state"),
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_acceptance_codes_agreement_id_asked_at", "agreement_id", "asked_at"),
        Index("ix_acceptance_codes_graduate_id_asked_at", "graduate_id", "asked_at"),
        Index("ix_acceptance_codes_asked_at", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(Uuid)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(Integer)
    terms_sha256: Mapped[str] = mapped_column(Text)
    code_hash: Mapped[str] = mapped_column(Text)
    """Keyed, over the code, the agreement and the terms."""
    state: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(SmallInteger)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
