"""Projections of what the others say, one row each, and the counters over them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, DateTime, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from stats.counting.states.statuses import Status
from stats.database import Base

KINDS = "kind IN ('graduate', 'agreement', 'outcome')"
STATUSES = f"status IN ({', '.join(repr(status.value) for status in Status)})"


class Placed:
    """Where a row is counted: where the roster has the graduate or, before it is known, where the event says."""

    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)


class GraduateRow(Placed, Base):
    """A graduate who is or was on a roster."""

    __tablename__ = "graduates"

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    on_roster: Mapped[bool] = mapped_column(Boolean)
    """False once the school has taken the graduate off the list: neither they nor their outcome are counted."""


class AgreementRow(Placed, Base):
    """Where an agreement stands, by the newest of its events."""

    __tablename__ = "agreements"
    __table_args__ = (CheckConstraint(STATUSES, name="status"), Index("ix_agreements_graduate_id", "graduate_id"))

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    """`states.NO_EMPLOYER` where the graduate has typed in the employer."""
    status: Mapped[str] = mapped_column(Text)


class OutcomeRow(Placed, Base):
    """A graduate's current outcome; the code is null when nothing is registered."""

    __tablename__ = "outcomes"

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    code: Mapped[str | None] = mapped_column(Text)


class CounterRow(Base):
    """How many rows of a kind there are in a place, for an employer, in a category. Equals a recount at any time."""

    __tablename__ = "counters"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint("n >= 0", name="n"),
        Index("ix_counters_employer_id_cohort", "employer_id", "cohort"),
        Index("ix_counters_school_code_cohort", "school_code", "cohort"),
    )

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    cohort: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    department: Mapped[str] = mapped_column(Text, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    category: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)


class FreshnessRow(Base):
    """The time of the newest event that was worked on, in a few parts so that workers do not queue for one row."""

    __tablename__ = "freshness"

    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    newest: Mapped[datetime] = mapped_column(DateTime(timezone=True))
