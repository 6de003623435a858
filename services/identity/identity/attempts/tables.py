"""Guesses that are counted."""

from datetime import datetime

from sqlalchemy import DateTime, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class SignInAttempts(Base):
    """Guesses since the last success, by a fingerprint of what is counted, whether such an account exists or not."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_last_at", "last_at"),)

    realm: Mapped[str] = mapped_column(Text, primary_key=True)
    login_index: Mapped[str] = mapped_column(Text, primary_key=True)
    """Of the login name, of the address, or of both together."""
    attempts: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
