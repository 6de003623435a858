"""Uploads as answers show them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from common.answers import Coded
from documents.uploads.states import Purpose
from documents.uploads.tables import File


class FileView(BaseModel):
    """One stored file. Size and sum are those of what can be downloaded, not of what was sent."""

    file_id: UUID
    name: str = Field(description="文件名，扩展名与内容一致", examples=["营业执照.png"])
    purpose: Coded
    media_type: str = Field(examples=["image/png", "image/jpeg", "application/pdf"])
    size: int = Field(description="字节数")
    sha256: str
    uploaded_at: datetime

    @classmethod
    def of(cls, file: File) -> Self:
        """The view of a row."""
        purpose = Purpose(file.purpose)
        return cls(
            file_id=file.id,
            name=file.name,
            purpose=Coded(code=purpose.value, label=purpose.label),
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            uploaded_at=file.uploaded_at,
        )
