"""Remittances: the order to the bank, what became of it, and how often the amount was guessed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base

ACCOUNT_FIELD, AMOUNT_FIELD = "remittances.account", "remittances.amount"
"""What the cipher calls the sealed columns."""


class Remittance(Base):
    """对公账号汇款 of one submission. Account and amount are sealed; the account is found by its fingerprint."""

    __tablename__ = "remittances"
    __table_args__ = (
        CheckConstraint(
            "status IN ('ordered', 'accepted', 'paid', 'failed', 'returned', 'cancelled')", name="status_known"
        ),
        CheckConstraint("(status IN ('failed', 'returned')) = (reason_code IS NOT NULL)", name="reason_when_failed"),
        CheckConstraint("status <> 'paid' OR paid_at IS NOT NULL", name="paid_at_known"),
        CheckConstraint("wrong_answers BETWEEN 0 AND answers", name="answers_counted"),
        Index("uq_remittances_verification_id", "verification_id", unique=True),
        Index("ix_remittances_account", "account_index", "ordered_at"),
        Index("ix_remittances_employer", "employer_id", "ordered_at"),
        Index(
            "ix_remittances_answer_by",
            "answer_by",
            postgresql_where=text("status = 'paid' AND answer_by IS NOT NULL"),
        ),
        Index("ix_remittances_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_remittances_status_id", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """Also the request id at the bank, so that ordering twice pays once."""
    verification_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("verifications.id"))
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    payee: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(Text)
    account_index: Mapped[str] = mapped_column(Text)
    bank_name: Mapped[str] = mapped_column(Text)
    bank_code: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(Text)
    bank_id: Mapped[str | None] = mapped_column(Text)
    """What the bank calls it; None until the bank has taken the order."""
    ordered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    next_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the bank is spoken to next; None when nothing is left to hear."""
    sendings: Mapped[int] = mapped_column(Integer)
    paid_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When it failed or came back."""
    returned_late: Mapped[bool] = mapped_column(Boolean)
    """The money came back after the attempt was over; the centre should look at it."""
    answer_by: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answers: Mapped[int] = mapped_column(Integer)
    """How many wrong amounts end the attempt, as the settings were when it was ordered."""
    wrong_answers: Mapped[int] = mapped_column(Integer)
