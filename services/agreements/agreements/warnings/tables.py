"""Read copy of warning employers. The owner is identity; `sequence` is its version of each row."""

from typing import Any

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class WarningEmployer(Base):
    """All marks in force of one employer."""

    __tablename__ = "warning_employers"

    employer_key: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    national: Mapped[bool] = mapped_column(Boolean)
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`SchoolMark`s: which school says what."""
