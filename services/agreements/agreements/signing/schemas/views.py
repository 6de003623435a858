"""Agreements as people see them, and what people say to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.policy.schemas import SettingsContact
from agreements.relocation.schemas import RelocationBlock
from agreements.signing.schemas.letter import ContactBlock, JobBlock, Letter
from agreements.signing.states import RejectReason
from agreements.warnings.schemas import WarningView
from common.answers import ActionOption, Answer, Coded, Request
from common.contracts.values.text import Text


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


class Reject(Request):
    """审核不通过: a reason from the list and what exactly is wrong, both required (guides/003 fig 11)."""

    reason_code: RejectReason = Field(description="审核不通过原因")
    detail: Annotated[str, Text(500, lines=True)] = Field(description="具体问题")


class StatusView(Answer):
    """Where it stands, in the reader's own words."""

    code: str
    label: str = Field(description="空格之后为结果，分两行显示")
    tab: Coded


class EmployerView(Answer):
    """用人单位, as it is printed (guides/000 §11)."""

    employer_id: UUID
    name: str
    uscc: str
    nature: Coded
    industry: Coded
    region: Coded
    address: str


class GraduateView(Answer):
    """毕业生, as far as agreements knows them."""

    graduate_id: UUID
    name: str
    id_number_masked: str
    school: Coded
    department: str | None = Field(description="院系；对用人单位不显示")
    level: Coded
    major: str


class ReviewView(Answer):
    """How the school reviews it, frozen when the review began."""

    mode: Coded
    step: Coded | None = Field(description="正在等待谁；不在审核中时为空")


class RejectionView(Answer):
    """Why it was not passed."""

    step: Coded
    reason: Coded
    detail: str


class TimelineEntry(Answer):
    """One change. Staff see who of the staff it was; others see the role."""

    at: datetime
    action: Coded
    by: str
    by_role: str
    status: str
    reason: str | None
    detail: str | None


class AgreementRow(Answer):
    """One line of a list."""

    id: UUID
    version: int
    cohort: int
    cohort_label: str
    kind: Coded
    status: StatusView
    review_step: Coded | None
    employer_id: UUID
    employer_name: str
    warning: WarningView | None = Field(description="预警单位提示；没有预警或对用人单位时为空")
    graduate: GraduateView
    job_title: str
    number: str | None
    invited_at: datetime
    deadline: datetime
    updated_at: datetime
    actions: list[ActionOption]


class AgreementView(AgreementRow):
    """The whole agreement for one of its parties or reviewers."""

    agreement_type: Coded | None = Field(description="应约时确定")
    valid_days: int
    employer: EmployerView | None = Field(description="单位尚未通过认证时为空")
    job: JobBlock
    contact: ContactBlock
    relocation: RelocationBlock | None
    school_contact: SettingsContact | None = Field(description="学校审核通过时确定")
    review: ReviewView | None
    rejection: RejectionView | None
    accepted_at: datetime | None
    signed_at: datetime | None
    timeline: list[TimelineEntry]
    history_sha256: str | None = Field(
        description="办理记录最后一环 SHA-256 的前 32 位，可印在协议上，用于核对记录未被改动；没有办理记录时为空"
    )
    reject_reasons: list[Coded] = Field(description="审核不通过时可选的原因")


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
    deadline: datetime
    terms: TermsContent
