"""Who belongs to which employer, and who did."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class Membership(Base):
    """A user belongs, or belonged, to an employer. The account names the present employer as well."""

    __tablename__ = "employer_memberships"
    __table_args__ = (
        CheckConstraint("entered_how IN ('filled_in', 'joined', 'added_by_centre')", name="entered_how_known"),
        CheckConstraint("left_how IN ('left', 'removed')", name="left_how_known"),
        CheckConstraint("num_nonnulls(left_how, ended_by, ended_by_name, left_at) IN (0, 4)", name="end_is_whole"),
        CheckConstraint("left_how <> 'removed' OR reason IS NOT NULL", name="reason_when_removed"),
        Index(
            "uq_employer_memberships_user_id_present",
            "user_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_employer_memberships_employer_id_id", "employer_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employers.id"))
    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("employer_users.id"))
    entered_how: Mapped[str] = mapped_column(Text)
    let_in_by: Mapped[str] = mapped_column(Text)
    let_in_by_name: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    left_how: Mapped[str | None] = mapped_column(Text)
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_by_name: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
