"""Letters that were replaced: by an amendment, by a correction, or by a form that was sent again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class ReplacedLetter(Base):
    """One version of the terms that another one has followed. Rows are only ever added."""

    __tablename__ = "agreement_letters"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("agreements.id"), primary_key=True)
    terms_version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    letter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """As it was sent, with the phones sealed."""
    valid_days: Mapped[int | None] = mapped_column(SmallInteger)
    """Offline and supplement have none, and no deadline."""
    deadline: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replaced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    because: Mapped[str] = mapped_column(Text)
    """The action that replaced it."""
    actor_role: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID] = mapped_column(Uuid)
    actor_name: Mapped[str] = mapped_column(Text)
