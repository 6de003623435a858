"""What people say when inviting and accepting, and what they read before."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.records.schemas.letter import ContactBlock, JobBlock, Letter
from agreements.records.schemas.views import EmployerView, GraduateView
from agreements.relocation.schemas import RelocationBlock
from common.answers import Answer, Coded, Request


class SendInvitation(Request):
    """发送邀请函: to whom, and the letter."""

    favourite_id: UUID = Field(description="学生收藏夹中的编号")
    letter: Letter


class Draft(Answer):
    """What a new letter starts from: the last one sent, and the relocation profile (guides/001 §5.1, 000 §9)."""

    letter: Letter | None = Field(description="上次发送的内容；从未发送过时为空")
    relocation: RelocationBlock | None = Field(description="户档信息管理中保存的内容")


class AcceptTerms(Request):
    """Which terms are accepted: exactly those that were read."""

    version: int = Field(strict=True, ge=1, description="所阅读条款的版本")
    terms_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="所阅读条款的 SHA-256")]


class TermsGraduate(GraduateView):
    """Who would sign, as the roster has them in this version."""

    version: int


class TermsContent(Answer):
    """What is accepted, whole: all that agreements will print."""

    agreement_id: UUID
    cohort: int
    agreement_type: Coded
    employer: EmployerView
    graduate: TermsGraduate
    job: JobBlock
    contact: ContactBlock
    relocation: RelocationBlock | None


class Terms(Answer):
    """The terms to be read before accepting. An acceptance repeats `version` and `terms_sha256`."""

    version: int
    terms_sha256: str = Field(description="terms 的规范 JSON（键排序、无空白、UTF-8）的 SHA-256")
    deadline: datetime | None = Field(description="应约截止时间；线下签约和补登为空")
    terms: TermsContent
