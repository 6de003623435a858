"""Text messages to employers whose users have not been asked for yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base


class TextOrder(Base):
    """One notice to all users of an employer. It becomes a delivery for each of them. `next_attempt_at` is a lease."""

    __tablename__ = "text_orders"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Template and values of the text."""
    deadline: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    last_error: Mapped[str | None] = mapped_column(Text)
