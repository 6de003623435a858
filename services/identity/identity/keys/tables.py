"""Signing keys. Every process of identity reads them here, so all sign with the same one."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class SigningKey(Base):
    """One Ed25519 key; the private half is encrypted."""

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(Text, primary_key=True)
    public: Mapped[str] = mapped_column(Text)
    private_sealed: Mapped[str] = mapped_column(Text)
    signs_from: Mapped[datetime] = mapped_column(DateTime(timezone=True), unique=True)
