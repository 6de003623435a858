"""Read copies of names; owned by identity."""

from uuid import UUID

from sqlalchemy import Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from stats.database import Base


class EmployerName(Base):
    """What an employer is called. Sequence 0: taken from an agreement, identity has not told yet."""

    __tablename__ = "employer_names"

    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)


class SchoolName(Base):
    """What a school is called."""

    __tablename__ = "school_names"

    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
