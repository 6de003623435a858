"""The roster: each row as it is now, and every version of it whole.

ID number, mobile and e-mail are encrypted; `person_index` finds a person without reading the number.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from identity.database import Base


class RosterColumns:
    """What a version of a roster row holds (domain 6.15), besides its key."""

    @declared_attr
    @classmethod
    def school_code(cls) -> Mapped[str]:
        """The school whose roster it is."""
        return mapped_column(ForeignKey("schools.code"))

    cohort: Mapped[int] = mapped_column(Integer)
    exam_number: Mapped[str] = mapped_column(Text)
    person_index: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    id_number_sealed: Mapped[str] = mapped_column(Text)
    id_number_masked: Mapped[str] = mapped_column(Text)
    sex: Mapped[str] = mapped_column(Text)
    ethnicity: Mapped[str] = mapped_column(Text)
    political_status: Mapped[str] = mapped_column(Text)
    born: Mapped[date] = mapped_column(Date)
    school_name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    major: Mapped[str] = mapped_column(Text)
    """As the school writes it, perhaps with its code: (080901) 计算机科学与技术."""
    major_name: Mapped[str] = mapped_column(Text)
    training_mode: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    student_number: Mapped[str | None] = mapped_column(Text)
    school_years: Mapped[Decimal] = mapped_column(Numeric(3, 1))
    entered: Mapped[str] = mapped_column(Text)
    graduated: Mapped[str] = mapped_column(Text)
    mobile_sealed: Mapped[str | None] = mapped_column(Text)
    email_sealed: Mapped[str | None] = mapped_column(Text)
    contact_from: Mapped[str] = mapped_column(Text)
    """`roster` or `chsi`: from the first login on, mobile and e-mail are CHSI's (guides/004 §2)."""
    may_sign: Mapped[bool]
    """是否可以签约: the school says so and the training mode allows it (guides/003 §4)."""
    removed_because: Mapped[str | None] = mapped_column(Text)
    """Why the school took the graduate off the list; null while on it."""
    identity_version: Mapped[int] = mapped_column(Integer)
    """The version in which 姓名, 身份证号, 院校 or 层次 last changed; a confirmation counts from it on."""


class RosterVersion(RosterColumns, Base):
    """One version, whole and never changed. Agreements are printed from the version that was signed."""

    __tablename__ = "roster_versions"
    __table_args__ = (
        CheckConstraint("version >= 1 AND identity_version BETWEEN 1 AND version", name="versions_count_up"),
        CheckConstraint("contact_from IN ('roster', 'chsi')", name="contact_from_known"),
        Index("ix_roster_versions_change_id", "change_id"),
    )

    graduate_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    change_id: Mapped[UUID] = mapped_column(Uuid)
    """The import or the login that made it, together with others perhaps."""
    changed_fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class GraduateRow(RosterColumns, Base):
    """A graduate on a roster as the newest version says."""

    __tablename__ = "graduates"
    __table_args__ = (
        UniqueConstraint("school_code", "cohort", "exam_number"),
        # One listed row per person. Deferred, because one import may put right two numbers that had been swapped.
        ExcludeConstraint(
            ("school_code", "="),
            ("cohort", "="),
            ("person_index", "="),
            using="btree",
            where="removed_because IS NULL",
            deferrable=True,
            initially="DEFERRED",
            name="person_listed_once",
        ),
        ForeignKeyConstraint(["id", "version"], ["roster_versions.graduate_id", "roster_versions.version"]),
        CheckConstraint("contact_from IN ('roster', 'chsi')", name="contact_from_known"),
        CheckConstraint("may_sign IS FALSE OR training_mode NOT IN ('21', '41')", name="contracted_never_sign"),
        CheckConstraint("may_sign IS FALSE OR removed_because IS NULL", name="removed_never_sign"),
        CheckConstraint("confirmed_version <= version", name="confirmed_what_was"),
        Index("ix_graduates_person_index", "person_index"),
        Index("ix_graduates_school_code_cohort_id", "school_code", "cohort", "id"),
        Index("ix_graduates_school_code_id", "school_code", "id"),
        Index(
            "ix_graduates_school_code_department",
            "school_code",
            "department",
            postgresql_where=text("removed_because IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    confirmed_version: Mapped[int | None] = mapped_column(Integer)
    """The newest version that the graduate has confirmed."""
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
