"""更正单位信息: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from common.answers import ActionOption, Coded
from common.contracts.codes import EmployerNatureCode, IndustryCode
from common.contracts.values.email import Email
from common.contracts.values.mobile import Mobile
from common.contracts.values.person_name import PersonName
from common.contracts.values.phone import Phone
from common.contracts.values.postcode import Postcode
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC
from identity.corrections.errors import NothingGiven
from identity.corrections.states import RejectionReason
from identity.employers.schemas import Address, EmployerName, EmployerType, FieldChange, Place

MOST_FILES = 9
"""The limit of files per record (decisions: Files)."""
EXAMPLE: dict[str, JsonValue] = {
    "changes": {"name": "杭州云栖数据科技有限公司"},
    "reason": "公司于 2026 年 10 月更名，附变更登记通知书",
    "file_ids": ["0193b0a0-0000-7000-8000-000000000009"],
}
Reason = Annotated[str, Text(500, minimum=2, lines=True)]


class Changes(BaseModel):
    """The fields to be corrected; what is left out stays. Fields that may be empty are emptied by null."""

    model_config = ConfigDict(extra="forbid")

    name: EmployerName = ""
    type: EmployerType | None = None
    nature_code: EmployerNatureCode = ""
    industry_code: IndustryCode = ""
    region_code: Place = ""
    address: Address = ""
    postcode: Postcode | None = None
    contact_name: PersonName = ""
    contact_phone: Phone = ""
    contact_mobile: Mobile | None = None
    contact_email: Email | None = None

    def given(self) -> dict[str, Any]:
        """What was sent, field by field.

        Raises:
            NothingGiven: nothing was.
        """
        changes = self.model_dump(exclude_unset=True)
        if not changes:
            raise NothingGiven
        return changes


class CentreChanges(Changes):
    """The centre may correct the USCC too."""

    uscc: USCC = ""


class CorrectionRequest(BaseModel):
    """申请更正单位信息."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    changes: Changes
    reason: Reason = Field(description="更正原因")
    file_ids: list[UUID] = Field(
        min_length=1, max_length=MOST_FILES, description="证明材料（用途 correction_proof），如变更登记通知书"
    )


class DirectCorrection(BaseModel):
    """企业客服更正."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"changes": {"region_code": "330106"}, "reason": "来电核实，所在地误选", "version": 3}]
        },
    )

    changes: CentreChanges
    reason: Reason = Field(description="更正原因和核实情况")
    version: int = Field(ge=1, le=2**31 - 1, description="所依据的单位信息版本")


class RejectionForm(BaseModel):
    """审核不通过."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason_code": "proof_missing", "detail": "请补充变更登记通知书"}]},
    )

    reason_code: RejectionReason = Field(
        description="审核不通过原因：" + "，".join(f"{reason.value} {reason.label}" for reason in RejectionReason)
    )
    detail: Reason = Field(description="具体问题")


class CorrectionView(BaseModel):
    """One request, to the employer."""

    id: UUID
    origin: Coded
    status: Coded
    changes: list[FieldChange] = Field(description="更正的字段，更正前和更正后")
    reason: str = Field(description="更正原因")
    file_ids: list[UUID]
    requested_by: str = Field(description="申请人")
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    rejection: Coded | None = Field(description="审核不通过原因")
    detail: str | None = Field(description="具体问题")
    actions: list[ActionOption]


class ClaimView(BaseModel):
    """Who is working on it."""

    by: str
    mine: bool
    until: datetime


class QueuedCorrection(CorrectionView):
    """One request, to the centre."""

    employer_id: UUID
    employer_name: str
    uscc: str
    due_at: datetime = Field(description="应在此前审核完毕")
    overdue: bool = Field(description="已逾期未审核")
    claim: ClaimView | None = Field(description="领取情况")
    rejection_reasons: list[Coded] = Field(description="可选的审核不通过原因")
