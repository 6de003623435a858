"""Warning employers, what each school says of them, appeals, the history, and the files that prove it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base

KNOWN_TYPES = "ARRAY['irregular', 'fake', 'discrimination', 'false_advertising']"
IS_LIVE = text("status = 'live'")


class WarningEmployer(Base):
    """An employer that some school has marked. `version` counts its changes."""

    __tablename__ = "warning_employers"
    __table_args__ = (
        CheckConstraint("employer_key LIKE 'uscc:%' OR employer_key LIKE 'name:%'", name="key_shape"),
        CheckConstraint("schools >= 0", name="schools_counted"),
        Index("ix_warning_employers_name_key", "name_key"),
        Index("ix_warning_employers_national", "employer_key", postgresql_where=text("national")),
    )

    employer_key: Mapped[str] = mapped_column(Text, primary_key=True)
    name_key: Mapped[str] = mapped_column(Text)
    """Its key by its name: whoever did not know its code marked it under that."""
    uscc: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    industry_code: Mapped[str | None] = mapped_column(Text)
    nature_code: Mapped[str | None] = mapped_column(Text)
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """All types of the marks that count."""
    schools: Mapped[int] = mapped_column(Integer)
    """How many distinct schools have a mark in force, under this key or the other one of the same employer."""
    national: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class WarningMark(Base):
    """What one school says of an employer; ended marks are kept."""

    __tablename__ = "warning_marks"
    __table_args__ = (
        CheckConstraint("status IN ('live', 'removed', 'expired', 'lifted')", name="status_known"),
        CheckConstraint("(status = 'live') = (ended_at IS NULL)", name="ended_once_not_live"),
        CheckConstraint(f"cardinality(types) BETWEEN 1 AND 4 AND types <@ {KNOWN_TYPES}", name="types_known"),
        Index("uq_warning_marks_live", "school_code", "employer_key", unique=True, postgresql_where=IS_LIVE),
        Index("ix_warning_marks_employer_key", "employer_key"),
        Index("ix_warning_marks_school_code_id", "school_code", "id"),
        Index("ix_warning_marks_expires_on", "expires_on", postgresql_where=IS_LIVE),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_key: Mapped[str] = mapped_column(Text, ForeignKey("warning_employers.employer_key"))
    school_code: Mapped[str] = mapped_column(Text, ForeignKey("schools.code"))
    school_name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    industry_code: Mapped[str | None] = mapped_column(Text)
    nature_code: Mapped[str | None] = mapped_column(Text)
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason: Mapped[str] = mapped_column(Text)
    file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    expires_on: Mapped[date | None] = mapped_column(Date)
    """The last day (Asia/Shanghai) on which it is in force; None means until it is removed."""
    status: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(SmallInteger)
    marked_by: Mapped[str] = mapped_column(Text)
    marked_by_name: Mapped[str] = mapped_column(Text)
    marked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """When it was made or last changed."""
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WarningAppeal(Base):
    """An employer's answer to a mark, and the school's to that."""

    __tablename__ = "warning_appeals"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'upheld', 'dismissed', 'moot')", name="status_known"),
        CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="decided_once_not_open"),
        CheckConstraint("status <> 'dismissed' OR answer IS NOT NULL", name="dismissed_with_reason"),
        Index("uq_warning_appeals_open", "mark_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_warning_appeals_mark_id", "mark_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    mark_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("warning_marks.id"))
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    text: Mapped[str] = mapped_column(Text)
    file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    status: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[str] = mapped_column(Text)
    submitted_by_name: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answer: Mapped[str | None] = mapped_column(Text)


class WarningStep(Base):
    """One row for each thing that happened to a mark. Rows are only ever added."""

    __tablename__ = "warning_history"
    __table_args__ = (Index("ix_warning_history_mark_id", "mark_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    mark_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("warning_marks.id"))
    action: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    actor_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    detail: Mapped[str | None] = mapped_column(Text)


class WarningFile(Base):
    """Read copy of the uploads that prove marks and appeals, fed by documents."""

    __tablename__ = "warning_files"

    file_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
