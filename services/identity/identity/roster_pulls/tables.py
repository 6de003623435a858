"""Pulls from the employment system, what was wrong with their rows, and how far each row has been taken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class RosterPull(Base):
    """One run. `position` is the source's sequence that has been taken in full: a crash goes on from there."""

    __tablename__ = "roster_pulls"
    __table_args__ = (
        CheckConstraint("mode IN ('full', 'incremental')", name="mode_known"),
        CheckConstraint("status IN ('running', 'done', 'failed')", name="status_known"),
        CheckConstraint("(status = 'running') = (finished_at IS NULL)", name="finished_when_over"),
        CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failed_for_a_reason"),
        Index("uq_roster_pulls_running", "school_code", unique=True, postgresql_where=text("status = 'running'")),
        Index("ix_roster_pulls_next_try_at", "next_try_at", postgresql_where=text("status = 'running'")),
        Index("ix_roster_pulls_school_code_id", "school_code", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"))
    cohort: Mapped[int] = mapped_column(Integer)
    mode: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    started_by: Mapped[str] = mapped_column(Text)
    """`role:id` of the school user, or `clock`."""
    started_by_name: Mapped[str] = mapped_column(Text)
    confirm_removals: Mapped[bool]
    """Whether more rows may be removed at once than the guard allows."""
    position: Mapped[int] = mapped_column(BigInteger)
    new: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    removed: Mapped[int] = mapped_column(Integer)
    withheld: Mapped[int] = mapped_column(Integer)
    """Rows that vanished or were removed at the source and were kept by the guard."""
    faulty: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    """Tries of the present page."""
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failure: Mapped[str | None] = mapped_column(Text)


class RosterPullFault(Base):
    """One fault of a row that was left out of a pull. It never holds the value, which may be an ID number."""

    __tablename__ = "roster_pull_faults"

    pull_id: Mapped[UUID] = mapped_column(ForeignKey("roster_pulls.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    exam_number: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)


class RosterSource(Base):
    """How far a row of the source has been taken: what comes later with an older sequence changes nothing."""

    __tablename__ = "roster_sources"

    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"), primary_key=True)
    cohort: Mapped[int] = mapped_column(Integer, primary_key=True)
    exam_number: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    seen_in: Mapped[UUID | None] = mapped_column(Uuid)
    """The full pull that met it last; what a full pull does not meet has vanished."""


class RosterPending(Base):
    """What the source has stated and the roster does not show yet: a refused row, or a removal held by the guard.

    The source does not state it again, so each pull of the cohort tries it once more at its end.
    """

    __tablename__ = "roster_pending"
    __table_args__ = (CheckConstraint("(row_sealed IS NULL) = (reason IS NOT NULL)", name="row_or_removal"),)

    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"), primary_key=True)
    cohort: Mapped[int] = mapped_column(Integer, primary_key=True)
    exam_number: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    row_sealed: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class RosterSchedule(Base):
    """When a school's cohort is pulled by the clock next."""

    __tablename__ = "roster_schedule"
    __table_args__ = (Index("ix_roster_schedule_due_at", "due_at"),)

    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"), primary_key=True)
    cohort: Mapped[int] = mapped_column(Integer, primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
