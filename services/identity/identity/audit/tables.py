"""Who has looked at whose particulars, and who has tried to sign in from where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Identity, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Reveal(Base):
    """Somebody was shown particulars that are masked elsewhere. Kept as long as the record itself."""

    __tablename__ = "reveals"
    __table_args__ = (Index("ix_reveals_subject_id", "subject", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    """Whose: `graduate:<id>`, `employer:<id>`, `employer_user:<id>` or `staff_user:<id>`."""
    version: Mapped[int | None] = mapped_column(Integer)
    """Of the subject's record, where it has versions."""
    reader: Mapped[str] = mapped_column(Text)
    """`role:id` of the actor."""
    reader_name: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    revealed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SignIn(Base):
    """One try to sign in. Addresses are kept as a keyed fingerprint and in a shortened form (domain 4.3, 等保)."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('signed_in', 'wrong_credentials', 'refused', 'locked', 'captcha_needed', 'captcha_wrong')",
            name="outcome_known",
        ),
        CheckConstraint("outcome <> 'signed_in' OR account_id IS NOT NULL", name="signed_in_as_somebody"),
        Index("ix_sign_ins_account_id_id", "account_id", "id"),
        Index("ix_sign_ins_at", "at"),
        Index("ix_sign_ins_login_index_id", "login_index", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    realm: Mapped[str] = mapped_column(Text)
    """The door: `employer`, `staff`, `graduate` …"""
    account_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None when no account has this login name, or nobody looked it up."""
    login_index: Mapped[str | None] = mapped_column(Text)
    """Fingerprint of the login name and its door; none where people come in without one of ours."""
    outcome: Mapped[str] = mapped_column(Text)
    address_index: Mapped[str] = mapped_column(Text)
    address_shown: Mapped[str] = mapped_column(Text)
    user_agent: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
