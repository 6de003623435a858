"""An issued agreement as its parties and its school see it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from common.answers import Coded
from documents.agreement.states import DocumentStatus, shown_status
from documents.agreement.tables import AgreementDocument


class CheckPlace(BaseModel):
    """Where anybody who holds the sheet can check it."""

    code: str = Field(description="查验码", examples=["7KQ4-9M2X-0ZT8"])
    url: str = Field(description="公开查验页，与协议书二维码一致")


class DocumentView(BaseModel):
    """One agreement's PDF."""

    agreement_id: UUID
    document_id: UUID
    number: str = Field(description="协议编号")
    status: Coded
    pages: int = Field(description="页数")
    size: int = Field(description="字节数")
    sha256: str
    issued_at: datetime = Field(description="生成时间")
    check: CheckPlace
    spelled_out: bool = Field(description="true：个别字符暂无字形，以 Unicode 码位印出")

    @classmethod
    def of(cls, document: AgreementDocument, check_url: str) -> Self:
        """The view of a row."""
        plain = ("agreement_id", "number", "pages", "size", "sha256", "spelled_out")
        return cls(
            **{name: getattr(document, name) for name in plain},
            document_id=document.issuance.document_id,
            issued_at=document.issuance.issued_at,
            status=status_view(document),
            check=CheckPlace(code=document.issuance.check_code, url=check_url),
        )


def status_view(document: AgreementDocument) -> Coded:
    """Whether the agreement stands, in code and words."""
    disputed = document.dispute is not None and document.dispute.is_open
    status = shown_status(DocumentStatus(document.standing.status), disputed=disputed)
    return Coded(code=status.value, label=status.label)
