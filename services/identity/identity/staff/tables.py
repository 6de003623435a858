"""Staff accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base

SCOPE_FITS_ROLE = """CASE role
 WHEN 'centre_user' THEN num_nonnulls(school_code, department, province_code) = 0
 WHEN 'province_user' THEN province_code IS NOT NULL AND num_nonnulls(school_code, department) = 0
 WHEN 'school_user' THEN school_code IS NOT NULL AND num_nonnulls(department, province_code) = 0
 WHEN 'department_user' THEN num_nonnulls(school_code, department) = 2 AND province_code IS NULL
 ELSE false END"""


class StaffUser(Base):
    """One account. `username` is in lower case; role and scope never change, a new post gets a new account."""

    __tablename__ = "staff_users"
    __table_args__ = (
        CheckConstraint(SCOPE_FITS_ROLE, name="scope_fits_role"),
        CheckConstraint("username = lower(username)", name="username_is_lower_case"),
        Index("ix_staff_users_school_code_id", "school_code", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    username: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    school_code: Mapped[str | None] = mapped_column(ForeignKey("schools.code"))
    department: Mapped[str | None] = mapped_column(Text)
    province_code: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
