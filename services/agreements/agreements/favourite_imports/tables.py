"""Workbooks that can be looked at and taken over for a day, and how much was asked for with them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class FavouriteImport(Base):
    """A checked workbook with its results, sealed, because it holds ID numbers."""

    __tablename__ = "favourite_imports"
    __table_args__ = (Index("ix_favourite_imports_expires_at", "expires_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    made_by: Mapped[UUID] = mapped_column(Uuid)
    """Nobody else is given the workbook."""
    cohort: Mapped[int | None] = mapped_column(SmallInteger)
    workbook_sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ImportCount(Base):
    """What an employer's workbooks have asked for on the present day of Asia/Shanghai."""

    __tablename__ = "import_counts"

    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    files: Mapped[int] = mapped_column(Integer)
    looked_up: Mapped[int] = mapped_column(Integer)
    """Rows, malformed ones too."""
    not_found: Mapped[int] = mapped_column(Integer)
