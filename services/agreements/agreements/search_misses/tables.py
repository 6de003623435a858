"""Which ID numbers an employer has tried for somebody in vain, as keyed fingerprints."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class SearchMiss(Base):
    """An ID number that did not fit a name and a school, on one day of Asia/Shanghai."""

    __tablename__ = "search_misses"
    __table_args__ = (Index("ix_search_misses_day", "day"),)

    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    known_as: Mapped[str] = mapped_column(Text, primary_key=True)
    """Name and school."""
    number: Mapped[str] = mapped_column(Text, primary_key=True)
    """Not comparable with anybody's `person_index`."""
