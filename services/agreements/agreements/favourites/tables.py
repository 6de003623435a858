"""学生收藏夹, and how often users have searched."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, Index, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base
from agreements.records.states import InvalidReason

VALID = text("invalid_at IS NULL")
REASONS = ", ".join(f"'{reason.value}'" for reason in sorted(InvalidReason))


class Favourite(Base):
    """A graduate whom an employer wants to invite, frozen as they were when they were added (guides/000 §4)."""

    __tablename__ = "favourites"
    __table_args__ = (
        # One that is 失效 does not keep the same graduate from being added as the roster has them now.
        Index("uq_favourites_one_valid", "employer_id", "graduate_id", unique=True, postgresql_where=VALID),
        Index("ix_favourites_employer_id_id", "employer_id", "id"),
        Index("ix_favourites_graduate_id", "graduate_id", postgresql_where=VALID),
        CheckConstraint(
            f"(invalid_at IS NULL) = (invalid_reason IS NULL) AND invalid_reason IN ({REASONS})", name="invalid"
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    graduate_version: Mapped[int] = mapped_column(Integer)
    person_index: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    school_name: Mapped[str] = mapped_column(Text)
    level_code: Mapped[str] = mapped_column(Text)
    major_name: Mapped[str] = mapped_column(Text)
    added_by: Mapped[UUID] = mapped_column(Uuid)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    invalid_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    invalid_reason: Mapped[str | None] = mapped_column(Text)
    """An `InvalidReason`. What is 失效 stays so, whatever the roster says later."""


class SearchCount(Base):
    """How often a user has searched in the present minute and on the present day of Asia/Shanghai."""

    __tablename__ = "search_counts"

    user_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    minute: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    in_minute: Mapped[int] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(Date)
    in_day: Mapped[int] = mapped_column(Integer)
