"""What anybody who holds a sheet is told about it."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from common.answers import Coded
from documents.agreement.schemas.views import status_view
from documents.agreement.tables import AgreementDocument


class CheckView(BaseModel):
    """One issued agreement; people and employer by masked names only."""

    number: str = Field(description="协议编号")
    status: Coded = Field(description="当前状态", examples=[{"code": "valid", "label": "有效"}])
    issued_at: datetime = Field(description="生成时间")
    graduate_name: str = Field(description="毕业生姓名（部分隐藏）", examples=["欧***"])
    employer_name: str = Field(description="单位名称（部分隐藏）", examples=["杭州******有限公司"])
    school_name: str
    pages: int = Field(description="页数")
    sha256: str = Field(description="PDF 文件的 SHA-256，可与手中的文件比较")

    @classmethod
    def of(cls, document: AgreementDocument) -> Self:
        """The view of a row."""
        return cls(
            number=document.number,
            status=status_view(document),
            issued_at=document.issuance.issued_at,
            graduate_name=document.graduate_name_masked,
            employer_name=document.employer_name_masked,
            school_name=document.school_name,
            pages=document.pages,
            sha256=document.sha256,
        )
