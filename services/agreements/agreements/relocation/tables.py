"""户档信息: one record per employer, shared by all its users (guides/000 §9)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class RelocationProfile(Base):
    """The employer's relocation data as they are now."""

    __tablename__ = "relocation_profiles"

    employer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """A `Relocation` with the phone sealed."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
