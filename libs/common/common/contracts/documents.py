"""What documents says: files that were stored, agreements that were issued as PDF."""

from typing import ClassVar
from uuid import UUID

from common.contracts.event import Event


class FileStored(Event):
    """An upload was inspected and stored. `owner` is whose it is: `employer:<id>`, `graduate:<id>`, `school:<code>`."""

    type = "documents.file.stored.v1"
    subject_field: ClassVar[str] = "file_id"

    file_id: UUID
    owner: str
    purpose: str
    media_type: str
    size: int
    sha256: str


class AgreementIssued(Event):
    """The PDF of an agreement can be downloaded by its parties: signed, or to be sealed on paper."""

    type = "documents.agreement.issued.v1"
    subject_field: ClassVar[str] = "agreement_id"

    agreement_id: UUID
    document_id: UUID
    employer_id: UUID | None
    """None where the graduate has typed in an employer that is not on the platform."""
    graduate_id: UUID
    school_code: str
    agreement_number: str
    employer_name: str | None = None
    graduate_name: str | None = None
    """As printed; both None from senders that do not say them yet."""
    pages: int
    sha256: str
