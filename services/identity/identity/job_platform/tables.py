"""Logins under way at the job platform, accounts linked to it, and the employers that it has verified."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class JobPlatformLogin(Base):
    """A login that was sent there and has not come back. It is deleted when it does: a state works once."""

    __tablename__ = "job_platform_logins"
    __table_args__ = (Index("ix_job_platform_logins_expires_at", "expires_at"),)

    state_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    browser_hash: Mapped[str] = mapped_column(Text)
    verifier_sealed: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("employer_users.id"))
    """Who wants to link their account; None when somebody signs in."""
    session_id: Mapped[UUID | None] = mapped_column(Uuid)
    """In which session they asked for it: once it has ended, nothing is linked any more."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class JobPlatformLink(Base):
    """An account there and an account here that belong to one person: either side has at most one."""

    __tablename__ = "job_platform_links"

    account_id: Mapped[str] = mapped_column(Text, primary_key=True)
    """The id there, which stays when the mobile changes."""
    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employer_users.id"), unique=True)
    record_sealed: Mapped[str] = mapped_column(Text)
    """What the job platform said at the last sign-in, with phones, so encrypted as a whole."""
    linked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class JobPlatformEmployer(Base):
    """An employer whose licence the job platform has checked: it adds only the letter (guides/000 §2)."""

    __tablename__ = "job_platform_employers"

    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Text)
    """Whose login brought it along."""
    name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
