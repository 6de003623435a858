"""The one current outcome of each graduate."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from destinations.database import Base


class Outcome(Base):
    """As it is now. No row means that there has never been one."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint("source IN ('agreement', 'destination', 'rescission', 'none')", name="source"),
        CheckConstraint("(source = 'none') = (outcome_code IS NULL)", name="outcome_code"),
    )

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    outcome_code: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
