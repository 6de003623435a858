"""Uploads and who else may see them. The bytes are in the object store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base


class File(Base):
    """One upload. Its object was stored before this row."""

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("owner ~ '^(employer|graduate|school):.'", name="owner_known"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("length(sha256) = 64", name="sha256_in_hexadecimal"),
        Index("ix_files_original_until", "original_until", postgresql_where=text("original_until IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    original_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the picture that was sent is deleted; None where there is none beside the file."""
    uploaded_by: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class FileGrant(Base):
    """Somebody beside the owner who may see a file, as other services tell us."""

    __tablename__ = "file_grants"

    file_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[str] = mapped_column(Text, primary_key=True)
    granted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class AgreementFile(Base):
    """A file that was handed in with an agreement: the department that reads the agreement may see it, whichever that
    is now (`departments`)."""

    __tablename__ = "agreement_files"

    file_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
