"""单位查询 of the centre: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from common.answers import Answer, Coded, Request
from common.contracts.values.text import Text
from identity.corrections.schemas import QueuedCorrection
from identity.employers.schemas import Contact, FieldValue, VersionView
from identity.membership.schemas import Users
from identity.verification.schemas import VerificationView


class EmployerLine(Answer):
    """One employer of the list."""

    id: UUID
    name: str
    uscc: str
    status: Coded = Field(description="认证状态")
    nature: Coded = Field(description="单位性质")
    industry: Coded = Field(description="网签所属行业")
    region: Coded = Field(description="所在地")
    created_at: datetime
    verified_at: datetime | None


class EmployerDetail(EmployerLine):
    """Everything the centre knows of an employer. Numbers are masked; whole ones are revealed for a reason."""

    version: int
    data: list[FieldValue] = Field(description="单位信息")
    warnings: list[str] = Field(description="需要核对之处")
    users: Users
    versions: list[VersionView] = Field(description="单位信息变更记录，最近的在前")
    verifications: list[VerificationView] = Field(description="历次认证，最近的在前")
    corrections: list[QueuedCorrection] = Field(description="更正记录，最近的在前")


class RevealForm(Request):
    """Why somebody needs the whole numbers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "核实更正申请，需电话联系单位联系人"}]})

    reason: Annotated[str, Text(200, minimum=2)] = Field(description="查看原因，将与查看人一并记录")


class RevealedUser(Answer):
    """A user with the whole number."""

    id: UUID
    name: str | None
    mobile: str


class RevealedContacts(Answer):
    """The whole numbers of an employer."""

    contact: Contact
    users: list[RevealedUser]
