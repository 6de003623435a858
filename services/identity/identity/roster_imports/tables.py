"""Rehearsals that can be looked at and taken over for a day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from identity.database import Base


class RosterRehearsal(Base):
    """A checked workbook with its results, sealed, because it holds the ID numbers of a whole school."""

    __tablename__ = "roster_rehearsals"
    __table_args__ = (Index("ix_roster_rehearsals_expires_at", "expires_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    school_code: Mapped[str] = mapped_column(ForeignKey("schools.code"))
    cohort: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(Text)
    """`role:id` of the school user; nobody else is given the workbook."""
    data_scope: Mapped[str] = mapped_column(Text)
    """数据权限 with which it was made: the results tell of graduates within it."""
    workbook_sealed: Mapped[str] = mapped_column(Text)
    importable: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
