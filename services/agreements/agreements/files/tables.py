"""Read copy of the uploads that can be handed in with an agreement. The owner is documents."""

from uuid import UUID

from sqlalchemy import Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class KnownFile(Base):
    """An upload that documents has told of."""

    __tablename__ = "known_files"

    file_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(Text)
    """`employer:<id>`, `graduate:<id>` or `school:<code>`."""
    purpose: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
