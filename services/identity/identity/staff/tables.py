"""Staff accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, DateTime, ForeignKey, Identity, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base

SCOPE_FITS_ROLE = """CASE role
 WHEN 'centre_user' THEN num_nonnulls(school_code, department, province_code) = 0
 WHEN 'province_user' THEN province_code IS NOT NULL AND num_nonnulls(school_code, department) = 0
 WHEN 'school_user' THEN school_code IS NOT NULL AND num_nonnulls(department, province_code) = 0
 WHEN 'department_user' THEN num_nonnulls(school_code, department) = 2 AND province_code IS NULL
 ELSE false END"""


class StaffUser(Base):
    """One account. `username` is in lower case.

    Accounts of the platform (centre, province) keep their role and scope for ever, a new post gets a new account.
    Accounts of the employment system (school, department) are a copy of what it said last, without a password.
    """

    __tablename__ = "staff_users"
    __table_args__ = (
        CheckConstraint(SCOPE_FITS_ROLE, name="scope_fits_role"),
        CheckConstraint("username = lower(username)", name="username_is_lower_case"),
        CheckConstraint(
            "CASE origin WHEN 'platform' THEN role IN ('centre_user', 'province_user')"
            " WHEN 'employment_system' THEN role IN ('school_user', 'department_user') ELSE false END",
            name="origin_fits_role",
        ),
        CheckConstraint("(password_hash IS NOT NULL) = (origin = 'platform')", name="password_is_kept_by_its_origin"),
        CheckConstraint("data_scope IN ('all', 'undergraduate', 'postgraduate')", name="data_scope_known"),
        Index("ix_staff_users_school_code_id", "school_code", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    username: Mapped[str] = mapped_column(Text, unique=True)
    origin: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text, unique=True)
    """The account's id in the employment system; None until that system has named it."""
    password_hash: Mapped[str | None] = mapped_column(Text)
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    """The password is one that the centre gave out; it opens no session."""
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    school_code: Mapped[str | None] = mapped_column(ForeignKey("schools.code"))
    department: Mapped[str | None] = mapped_column(Text)
    province_code: Mapped[str | None] = mapped_column(Text)
    data_scope: Mapped[str] = mapped_column(Text, default="all")
    mobile: Mapped[str | None] = mapped_column(Text)
    """Sealed."""
    title: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)
    source_changed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the employment system last changed what is kept here, by its clock; None for accounts of the platform."""
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StaffUserChange(Base):
    """One thing that was done to an account, by whom and why."""

    __tablename__ = "staff_user_changes"
    __table_args__ = (
        CheckConstraint(
            "change IN ('created', 'corrected', 'closed', 'reopened',"
            " 'password_reset', 'password_changed', 'taken_over')",
            name="change_known",
        ),
        Index("ix_staff_user_changes_user_id_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("staff_users.id"))
    change: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class EmploymentSync(Base):
    """How far the accounts of the employment system have been looked at: one row."""

    __tablename__ = "employment_syncs"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changed_after: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """By the employment system's clock; None before the first look."""
    cursor: Mapped[str | None] = mapped_column(Text)
    """The next page of a look that has not ended."""
    version: Mapped[int] = mapped_column(Integer)
    """Counts who has decided where the next look begins."""
