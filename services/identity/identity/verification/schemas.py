"""Verifications: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import ActionOption, Coded
from common.contracts.values.text import Text
from identity.employers.schemas import Contact
from identity.remittance.schemas import RemittanceView
from identity.verification.states import LetterCheck, RejectionReason, SuspensionReason

MOST_FURTHER_FILES = 7
"""With licence and letter nine, the limit of files per record."""


class MaterialForm(BaseModel):
    """上传材料认证 (guides/000 fig 9): sealed licence or USCC certificate, sealed letter, more if wanted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "method": "material",
                    "licence_file_id": "0193b0a0-0000-7000-8000-000000000007",
                    "letter_file_id": "0193b0a0-0000-7000-8000-000000000008",
                    "more_file_ids": [],
                }
            ]
        },
    )

    method: Literal["material"] = Field(description="认证方式：material 上传材料认证方式")
    licence_file_id: UUID = Field(description="营业执照或统一社会信用代码证书（用途 business_licence）")
    letter_file_id: UUID = Field(description="加盖公章的网签授权书（用途 authorisation_letter）")
    more_file_ids: list[UUID] = Field(
        default=[], max_length=MOST_FURTHER_FILES, description="更多材料，选填（用途 verification_material）"
    )


class Rejection(BaseModel):
    """审核不通过."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason_code": "letter_without_seal", "detail": "授权书未加盖公章"}]},
    )

    reason_code: RejectionReason = Field(
        description="审核不通过原因：" + "，".join(f"{reason.value} {reason.label}" for reason in RejectionReason)
    )
    detail: Annotated[str, Text(500, minimum=2, lines=True)] = Field(description="具体问题")


class Suspension(BaseModel):
    """暂停单位."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason_code": "complaint_confirmed", "detail": "经核实冒用单位名义"}]},
    )

    reason_code: SuspensionReason = Field(
        description="暂停原因：" + "，".join(f"{reason.value} {reason.label}" for reason in SuspensionReason)
    )
    detail: Annotated[str, Text(500, minimum=2, lines=True)] = Field(description="具体情况，单位可见")


class Reinstatement(BaseModel):
    """恢复单位."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"detail": "单位已补正授权书"}]})

    detail: Annotated[str, Text(500, minimum=2, lines=True)] = Field(description="恢复理由")


class LetterCheckForm(BaseModel):
    """核查授权书."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"result": "failed", "detail": "授权书未加盖公章"}]}
    )

    result: Literal[LetterCheck.PASSED, LetterCheck.FAILED] = Field(description="passed 合格，failed 不合格并暂停单位")
    detail: Annotated[str, Text(500, minimum=2, lines=True)] = Field(description="核查意见")


class EmployerStanding(BaseModel):
    """Where an employer stands after the centre has acted."""

    id: UUID
    name: str
    status: Coded
    version: int


class VerificationView(BaseModel):
    """One submission, to the employer."""

    id: UUID
    attempt: int = Field(description="第几次提交")
    method: Coded
    status: Coded
    submitted_at: datetime
    decided_at: datetime | None
    reason: Coded | None = Field(description="审核不通过原因")
    detail: str | None = Field(description="具体问题")


class OwnVerification(VerificationView):
    """One submission, to the employer, with what became of its remittance."""

    remittance: RemittanceView | None = Field(description="汇款；其他认证方式为空")


class EmployerName(BaseModel):
    """Which employer."""

    id: UUID
    name: str
    uscc: str


class ClaimView(BaseModel):
    """Who has taken a submission up."""

    by: str = Field(description="领取人")
    mine: bool = Field(description="由本人领取")
    until: datetime = Field(description="领取的失效时间")


class QueuedVerification(VerificationView):
    """One row of the centre's list."""

    employer: EmployerName
    decided_by: str | None = Field(description="审核人")
    claim: ClaimView | None = Field(description="领取人；无人领取或已失效时为空")
    letter_check: Coded | None = Field(description="汇款认证通过后的授权书核查")


class FileView(BaseModel):
    """A file of the submission; documents serves it."""

    file_id: UUID
    purpose: Coded
    media_type: str | None
    size: int | None = Field(description="字节数")


class ParticularsView(BaseModel):
    """单位信息 as they were submitted."""

    name: str
    uscc: str
    type: str | None
    nature: Coded
    industry: Coded
    region: Coded
    address: str
    postcode: str | None
    warnings: list[str] = Field(description="审核时需要核对之处")


class Step(BaseModel):
    """One thing that happened."""

    at: datetime
    action: Coded
    before: Coded
    after: Coded
    actor: str = Field(description="操作人")
    verification_id: UUID
    reason: Coded | None
    detail: str | None


class VerificationDetail(QueuedVerification):
    """Everything the reviewer needs."""

    employer_status: Coded = Field(description="单位当前的认证状态")
    particulars: ParticularsView
    contact: Contact
    files: list[FileView]
    remittance: RemittanceView | None = Field(description="汇款；其他认证方式为空")
    history: list[Step] = Field(description="该单位历次认证的全部记录")
    actions: list[ActionOption]
    rejection_reasons: list[Coded] = Field(description="可选的审核不通过原因")
