"""Schools that take part."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class School(Base):
    """One school. Employers find graduates by its name, so no two schools share one."""

    __tablename__ = "schools"
    __table_args__ = (
        CheckConstraint("code ~ '^[1-9][0-9]{4}$'", name="code_shape"),
        CheckConstraint("identifier IS NULL OR right(identifier, 5) = code", name="identifier_ends_with_code"),
        CheckConstraint("province_code ~ '^[0-9]{2}$'", name="province_shape"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    identifier: Mapped[str | None] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    province_code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SchoolVersion(Base):
    """A school as it was from then on, and who said so."""

    __tablename__ = "school_versions"

    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    identifier: Mapped[str | None] = mapped_column(Text)
    province_code: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(Text)
    by_name: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
