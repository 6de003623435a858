"""Read copies of what identity and agreements own, as far as the rules here need them."""

from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from destinations.database import Base


class RosterCopy(Base):
    """A graduate as the roster has them now, or had them last; owned by identity."""

    __tablename__ = "roster_copies"

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    cohort: Mapped[int] = mapped_column(SmallInteger)
    school_code: Mapped[str] = mapped_column(Text)
    school_name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    level_code: Mapped[str] = mapped_column(Text)
    major_name: Mapped[str] = mapped_column(Text)
    training_mode_code: Mapped[str] = mapped_column(Text)
    on_roster: Mapped[bool] = mapped_column(Boolean)
    """False once the school has taken the graduate off the list."""


class SchoolCopy(Base):
    """What a school is called now; owned by identity."""

    __tablename__ = "school_copies"

    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)


class SettingsCopy(Base):
    """What a school's 签约设置 of a cohort say about destinations; owned by agreements."""

    __tablename__ = "settings_copies"
    __table_args__ = (CheckConstraint("review_mode IN ('school_only', 'department_then_school')", name="review_mode"),)

    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    cohort: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    destinations_open: Mapped[bool] = mapped_column(Boolean)
    review_mode: Mapped[str] = mapped_column(Text)


class AgreementCopy(Base):
    """Where an agreement stands; owned by agreements."""

    __tablename__ = "agreement_copies"
    __table_args__ = (
        CheckConstraint(
            "standing IN ('invited', 'in_review', 'with_graduate', 'signed', 'ended', 'rescinded')", name="standing"
        ),
        Index("ix_agreement_copies_graduate_id", "graduate_id"),
    )

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    graduate_id: Mapped[UUID] = mapped_column(Uuid)
    employer_name: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(Text)
