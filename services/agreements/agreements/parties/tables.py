"""Read copies of the parties. The owner is identity; `sequence` is its version of each row."""

from uuid import UUID

from sqlalchemy import Boolean, Index, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base

FULL_WIDTH, HALF_WIDTH = "（）　＆．－", "() &.-"
NAME_KEY = rf"regexp_replace(translate(name, '{FULL_WIDTH}', '{HALF_WIDTH}'), '\s+', '', 'g')"
"""As `compact` makes names comparable, as far as names of employers need it. The index holds it, no column does."""


class Employer(Base):
    """An employer that was verified, with the particulars that agreements print. Whoever is not here is not."""

    __tablename__ = "employers"
    __table_args__ = (Index("ix_employers_uscc", "uscc"), Index("ix_employers_name_key", text(NAME_KEY)))

    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(Text)
    nature_code: Mapped[str] = mapped_column(Text)
    industry_code: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    may_sign: Mapped[bool] = mapped_column(Boolean)
    """False while the centre has suspended it."""


class Graduate(Base):
    """A graduate who is or was on a roster."""

    __tablename__ = "graduates"
    __table_args__ = (Index("ix_graduates_person_index", "person_index"),)

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    person_index: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    school_name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    level_code: Mapped[str] = mapped_column(Text)
    major_name: Mapped[str] = mapped_column(Text)
    training_mode_code: Mapped[str] = mapped_column(Text)
    may_sign: Mapped[bool] = mapped_column(Boolean)
    on_roster: Mapped[bool] = mapped_column(Boolean)
    """False once the school has taken the graduate off the list."""


class School(Base):
    """A school that takes part."""

    __tablename__ = "schools"
    __table_args__ = (Index("ix_schools_province_code", "province_code", "school_code"),)

    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    province_code: Mapped[str] = mapped_column(Text)
