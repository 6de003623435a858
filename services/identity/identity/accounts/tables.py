"""Employer users."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class EmployerAccount(Base):
    """单位用户. The mobile is the login name: encrypted, and found by its blind index."""

    __tablename__ = "employer_users"
    __table_args__ = (Index("ix_employer_users_employer_id", "employer_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    mobile: Mapped[str] = mapped_column(Text)
    mobile_index: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    """None for who came from the job platform and has set no password here."""
    name: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("employers.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
