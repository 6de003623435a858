"""Logins that have begun at CHSI, and what graduates have confirmed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class ChsiLogin(Base):
    """A login that was sent to CHSI and has not come back. It is deleted when it does: a state works once."""

    __tablename__ = "chsi_logins"
    __table_args__ = (Index("ix_chsi_logins_expires_at", "expires_at"),)

    state_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    browser_hash: Mapped[str] = mapped_column(Text)
    verifier_sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Confirmation(Base):
    """信息确认无误: the graduate has looked at this version and found it right (guides/004 §2)."""

    __tablename__ = "confirmations"
    __table_args__ = (
        ForeignKeyConstraint(["graduate_id", "version"], ["roster_versions.graduate_id", "roster_versions.version"]),
    )

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    confirmed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Admission(Base):
    """A row was held against the enrolment record at the last login."""

    __tablename__ = "admissions"

    graduate_id: Mapped[UUID] = mapped_column(ForeignKey("graduates.id"), primary_key=True)
    identity_version: Mapped[int] = mapped_column(Integer)
    """As of which version of its identity the row agreed; below zero: as of which it differed."""
    admitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class LoginExchange(Base):
    """A login that a browser has finished and the portal has not fetched yet. A code works once."""

    __tablename__ = "login_exchanges"
    __table_args__ = (Index("ix_login_exchanges_expires_at", "expires_at"),)

    code_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    graduate_id: Mapped[UUID] = mapped_column(ForeignKey("graduates.id"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
