"""What people say when inviting and accepting, and what they read before."""

from collections import Counter
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from agreements.edits.schemas import FieldChange
from agreements.records.schemas.letter import ContactBlock, JobBlock, Letter
from agreements.records.schemas.reviews import Detail, Version
from agreements.records.schemas.views import EmployerView, GraduateView, StatusView
from agreements.relocation.schemas import RelocationBlock
from agreements.schemas import Refusal
from common.answers import Answer, Coded, Request
from common.contracts.values.checked import ValueFault, schema_error

MOST_INVITATIONS = 1000
"""In one request."""


class SendInvitation(Request):
    """发送邀请函: to whom, and the letter."""

    favourite_id: UUID = Field(description="学生收藏夹中的编号")
    letter: Letter


class SendInvitations(Request):
    """发送邀请函 to many at once: the same letter to each."""

    favourite_ids: list[UUID] = Field(
        min_length=1, max_length=MOST_INVITATIONS, description="学生收藏夹中的编号，每个只能出现一次"
    )
    letter: Letter

    @field_validator("favourite_ids")
    @classmethod
    def each_once(cls, value: list[UUID]) -> list[UUID]:
        """One graduate is not invited twice by one request."""
        twice = [str(each) for each, times in Counter(value).items() if times > 1]
        if twice:
            raise schema_error(ValueFault(f"重复的编号：{'、'.join(twice[:5])}", "请每个编号只填写一次"))
        return value


class BulkResult(Answer):
    """What became of one favourite: an invitation, or why there is none."""

    favourite_id: UUID
    agreement_id: UUID | None = Field(description="已发出时：签约记录编号")
    problem: Refusal | None = Field(description="未发出时：原因")


class BulkAnswer(Answer):
    """One result for each favourite, in the order of the request."""

    sent: int
    refused: int
    results: list[BulkResult]


class AmendInvitation(Request):
    """修改邀请: the whole letter as it is to be, and the version that was seen."""

    letter: Letter
    version: Version = Field(description="所看到的签约记录版本（version）")


class WithdrawInvitation(Request):
    """撤回邀请, with or without a word to the graduate."""

    detail: Detail | None = Field(default=None, description="撤回说明")


class Correct(Request):
    """提交修改: the whole letter as it is to be; only marked fields may be others."""

    letter: Letter


class RefuseCorrection(Request):
    """不同意修改, and why."""

    detail: Detail = Field(description="不同意的原因")


class Draft(Answer):
    """What a new letter starts from: the last one sent, and the relocation profile (guides/001 §5.1, 000 §9)."""

    letter: Letter | None = Field(
        description="上次发送的内容，其中户档信息为户档信息管理中现在保存的内容；从未发送过时为空"
    )
    relocation: RelocationBlock | None = Field(description="户档信息管理中保存的内容")


class AcceptTerms(Request):
    """Which terms are accepted: exactly those that were read."""

    version: Version = Field(description="所阅读条款的版本")
    terms_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="所阅读条款的 SHA-256")]


class Accept(AcceptTerms):
    """An acceptance, or a correction confirmed: the terms, and the code that was sent for them."""

    code: Annotated[str, Field(pattern="^[0-9]{6}$", examples=["493027"])] | None = Field(
        default=None, description="收到的6位验证码；验证码无法发送时可以不填"
    )


class Accepted(Answer):
    """What an acceptance has come to: who is bound now, and who has to act until when."""

    id: UUID
    version: int
    status: StatusView
    review_step: Coded
    agreement_type: Coded
    employer_id: UUID
    employer: EmployerView
    graduate: "TermsGraduate"
    job_title: str
    deadline: datetime
    terms_sha256: str
    accepted_at: datetime
    waiting_since: datetime
    due_at: datetime = Field(description="审核超过此时间列为逾期")


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
    changes: list[FieldChange] = Field(
        default_factory=list, description="邀请或协议被修改后：与上一版相比的变化；不计入 terms_sha256"
    )


class LetterVersion(Answer):
    """A version of the letter that another one has followed, and what was changed."""

    terms_version: int
    replaced_at: datetime
    because: Coded
    by: str
    by_role: str
    changes: list[FieldChange] = Field(description="下一版与此版相比的变化")
