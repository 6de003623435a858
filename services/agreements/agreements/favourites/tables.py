"""学生收藏夹, and how often users have searched."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Index, Integer, SmallInteger, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class Favourite(Base):
    """A graduate whom an employer wants to invite, frozen as they were when they were added (guides/000 §4)."""

    __tablename__ = "favourites"
    __table_args__ = (
        UniqueConstraint("employer_id", "graduate_id"),
        Index("ix_favourites_employer_id_id", "employer_id", "id"),
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


class SearchCount(Base):
    """How often a user has searched in the present minute and on the present day of Asia/Shanghai."""

    __tablename__ = "search_counts"

    user_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    minute: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    in_minute: Mapped[int] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(Date)
    in_day: Mapped[int] = mapped_column(Integer)
