"""Agreements as people see them, and what people say to them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from agreements.endings.schemas import AmendmentView, DisputeView, EndingView
from agreements.policy.schemas import SettingsContact
from agreements.records.schemas.letter import ContactBlock, JobBlock
from agreements.relocation.schemas import RelocationBlock
from agreements.rescission.schemas import RescissionView
from agreements.warnings.schemas import WarningView
from common.answers import ActionOption, Answer, Coded


class StatusView(Answer):
    """Where it stands, in the reader's own words."""

    code: str
    label: str = Field(description="空格之后为结果，分两行显示")
    note: str | None = Field(description="标签下一行的括注", examples=["(学校审核不通过)"])
    tab: Coded


class EmployerView(Answer):
    """用人单位, as it is printed (guides/000 §11)."""

    employer_id: UUID | None
    name: str
    uscc: str | None = Field(description="毕业生自行填写的单位可以没有")
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


class ProgressStep(Answer):
    """审核进度: one step of the way to a signed agreement."""

    label: str
    state: Coded
    at: datetime | None = Field(description="完成时间；签约在此结束的，为结束时间")
    due_at: datetime | None = Field(description="进行中的步骤最晚应在何时完成")


class AgreementRow(Answer):
    """One line of a list."""

    id: UUID
    version: int
    cohort: int
    cohort_label: str
    kind: Coded
    status: StatusView
    review_step: Coded | None
    initiator: str = Field(description="签约发起方", examples=["单位"])
    employer_id: UUID | None = Field(description="毕业生自行填写、尚未在平台注册的单位为空")
    employer_name: str
    warning: WarningView | None = Field(description="预警单位提示；没有预警或对用人单位时为空")
    graduate: GraduateView
    job_title: str
    number: str | None
    invited_at: datetime
    deadline: datetime | None = Field(description="应约截止时间；线下签约和补登为空")
    updated_at: datetime
    waiting_since: datetime
    due_at: datetime | None = Field(description="超过此时间列为逾期；无人需要处理时为空")
    who_is_waited_for: str | None = Field(description="正在等待谁；无人需要处理时为空", examples=["院系审核人员"])
    frozen: bool = Field(description="毕业生申明“这不是我签的”，学校尚未处理")
    changed_on_roster: list[str] = Field(description="签约后学校名单更正了哪些信息；只对学校和院系显示")
    favourite_id: UUID | None = Field(
        default=None, description="再次发起签约所用的收藏；签约失败且该毕业生仍在本单位收藏夹时对用人单位显示"
    )
    actions: list[ActionOption]


class AgreementView(AgreementRow):
    """The whole agreement for one of its parties or reviewers."""

    agreement_type: Coded | None = Field(description="应约时确定")
    valid_days: int | None
    employer: EmployerView | None = Field(description="单位尚未通过认证时为空")
    job: JobBlock
    contact: ContactBlock
    relocation: RelocationBlock | None
    school_contact: SettingsContact | None = Field(description="学校审核通过时确定")
    review: ReviewView | None
    progress: list[ProgressStep] = Field(description="签约各步骤及审核进度，含完成时间")
    rejection: RejectionView | None
    ending: EndingView | None = Field(description="作废、失效或撤回的原因；未结束时为空")
    disputes: list[DisputeView] = Field(description="“这不是我签的”案件；仅毕业生和学校可见")
    return_detail: str | None = Field(description="退回修改的说明；不在退回修改中时为空")
    return_fields: list[Coded] = Field(description="退回修改时标记的字段；只有标记的字段可以修改")
    markable_fields: list[Coded] = Field(description="退回线上签约修改时可标记的字段；只对学校和院系显示")
    file_ids: list[UUID] = Field(description="已上传的证明资料：盖章的就业协议或纸质就业协议书图像")
    signed_on: date | None = Field(description="补登：纸质就业协议的签订日期")
    amendments: list[AmendmentView] = Field(description="学校对签约信息的修改，逐字段；最近的在前")
    accepted_at: datetime | None
    signed_at: datetime | None
    rescission: RescissionView | None = Field(description="正在进行的解约；没有时为最近一次解约")
    rescissions_left: int | None = Field(description="毕业生还可提交解约申请的次数；只对毕业生、协议有效时显示")
    rescission_reasons: list[Coded] = Field(description="申请解约时可选的原因；对学校和院系为空")
    rulings: list[Coded] = Field(description="学校审核线下解约时可以认定的解约原因；只对学校和院系显示")
    timeline: list[TimelineEntry]
    history_sha256: str | None = Field(
        description="办理记录最后一环 SHA-256 的前 32 位，可印在协议上，用于核对记录未被改动；没有办理记录时为空"
    )
    reject_reasons: list[Coded] = Field(description="审核不通过时可选的原因")
