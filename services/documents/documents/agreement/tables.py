"""Agreements that were issued as PDF. The bytes are in the object store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from documents.agreement.states import SAID
from documents.database import Base


class Issuance(Base):
    """What is decided once before an agreement is drawn, so that every try draws the same bytes."""

    __tablename__ = "issuances"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    check_code: Mapped[str] = mapped_column(Text, unique=True)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class IssueOrder(Base):
    """A PDF that is still to be issued, with what the news said. The row goes when the document comes.

    `next_attempt_at` is also the lease: who tries moves it ahead, so that nobody else does until the try is over or
    its worker is dead.
    """

    __tablename__ = "issue_orders"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("issuances.agreement_id"), primary_key=True)
    number: Mapped[str] = mapped_column(Text)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    """None where the graduate has typed in an employer that is not on the platform."""
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    school_code: Mapped[str] = mapped_column(Text)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    last_error: Mapped[str | None] = mapped_column(Text)
    correlation_id: Mapped[str | None] = mapped_column(Text)
    causation_id: Mapped[UUID] = mapped_column(Uuid)
    """The news, as the cause of the event that the document is there."""

    issuance: Mapped[Issuance] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class AgreementStanding(Base):
    """Whether an agreement stands, as agreements said last. The news may come before the document, and in disorder."""

    __tablename__ = "agreement_standings"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(str(status)) for status in sorted(SAID))})", name="status_known"),
    )

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)


class AgreementDispute(Base):
    """Whether a case of “这不是我签的” is open; ordered by itself: its end leaves the agreement as it was."""

    __tablename__ = "agreement_disputes"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    is_open: Mapped[bool] = mapped_column(Boolean)


class AgreementDocument(Base):
    """One agreement's PDF. Names are kept masked: the whole ones are in the PDF and with their owners."""

    __tablename__ = "agreement_documents"
    __table_args__ = (
        CheckConstraint("size > 0 AND pages > 0", name="not_empty"),
        CheckConstraint("length(sha256) = 64", name="sha256_in_hexadecimal"),
    )

    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("issuances.agreement_id"), primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    school_code: Mapped[str] = mapped_column(Text)
    employer_name_masked: Mapped[str] = mapped_column(Text)
    graduate_name_masked: Mapped[str] = mapped_column(Text)
    school_name: Mapped[str] = mapped_column(Text)
    object_key: Mapped[str] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    spelled_out: Mapped[bool] = mapped_column(Boolean)
    """A character without a glyph is printed as its code point; with a font that has it the sheet can be redrawn."""

    issuance: Mapped[Issuance] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    standing: Mapped[AgreementStanding] = relationship(
        lazy="joined",
        innerjoin=True,
        viewonly=True,
        primaryjoin=lambda: foreign(AgreementDocument.agreement_id) == AgreementStanding.agreement_id,
    )
    dispute: Mapped[AgreementDispute | None] = relationship(
        lazy="joined",
        viewonly=True,
        primaryjoin=lambda: foreign(AgreementDocument.agreement_id) == AgreementDispute.agreement_id,
    )
