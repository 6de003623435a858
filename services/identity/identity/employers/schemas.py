"""单位信息: what is sent and what is shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from common.answers import ActionOption, Coded
from common.contracts.codes import EmployerNatureCode, IndustryCode
from common.contracts.values.checked import ValueFault, schema_error
from common.contracts.values.email import Email
from common.contracts.values.mobile import Mobile
from common.contracts.values.person_name import PersonName
from common.contracts.values.phone import Phone
from common.contracts.values.postcode import Postcode
from common.contracts.values.region import RegionCode
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC
from identity.employers.states import check_place, check_plain

EXAMPLE: dict[str, JsonValue] = {
    "name": "杭州云栖数据有限公司",
    "uscc": "91110108MA00TTT09Y",
    "type": "民营企业",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "330113",
    "address": "南苑街道 1 号",
    "postcode": "311100",
    "contact_name": "李招聘",
    "contact_phone": "0571-88886666",
    "contact_mobile": "13812340001",
    "contact_email": "hr@example.com",
}


def _plain(text: str) -> str:
    try:
        return check_plain(text)
    except ValueFault as fault:
        raise schema_error(fault) from None


def _place(code: str) -> str:
    try:
        return check_place(code)
    except ValueFault as fault:
        raise schema_error(fault) from None


EmployerName = Annotated[str, Text(100, minimum=2), AfterValidator(_plain), Field(description="单位名称，与证照一致")]
EmployerType = Annotated[str, Text(50), AfterValidator(_plain), Field(description="单位类型")]
Address = Annotated[str, Text(200, minimum=2), AfterValidator(_plain), Field(description="详细地址")]
Place = Annotated[RegionCode, AfterValidator(_place), Field(description="所在地，行政区划代码，至少到市")]


class EmployerForm(BaseModel):
    """填写单位信息 (guides/000 fig 6)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    name: EmployerName
    uscc: USCC
    type: EmployerType | None = None
    nature_code: EmployerNatureCode
    industry_code: IndustryCode
    region_code: Place
    address: Address
    postcode: Postcode | None = None
    contact_name: PersonName
    contact_phone: Phone
    contact_mobile: Mobile | None = None
    contact_email: Email | None = None


class Contact(BaseModel):
    """单位联系人."""

    name: str
    phone: str
    mobile: str | None
    email: str | None


class LastVerification(BaseModel):
    """The newest verification of the employer."""

    id: UUID
    status: Coded
    submitted_at: datetime
    decided_at: datetime | None
    reason: Coded | None = Field(description="审核不通过原因")
    detail: str | None = Field(description="具体问题")


class EmployerView(BaseModel):
    """单位信息, to the employer's own users."""

    id: UUID
    status: Coded = Field(description="认证状态")
    status_reason: Coded | None = Field(description="处于该状态的原因：审核不通过、汇款失败、金额错误、暂停等")
    status_detail: str | None = Field(description="具体情况")
    name: str
    uscc: str
    type: str | None
    nature: Coded = Field(description="单位性质")
    industry: Coded = Field(description="网签所属行业")
    region: Coded = Field(description="所在地（省市区）")
    address: str
    postcode: str | None
    contact: Contact
    warnings: list[str] = Field(description="需要核对之处，不影响提交")
    version: int
    saved_at: datetime
    verified_at: datetime | None
    verification: LastVerification | None = Field(description="最近一次认证")
    refresh_needed: bool = Field(description="当前令牌中还没有单位，请刷新令牌后继续")
    actions: list[ActionOption]


class FieldValue(BaseModel):
    """One field of 单位信息 in words."""

    field: str
    label: str
    value: str | None


class FieldChange(BaseModel):
    """One field before and after a change, in words."""

    field: str
    label: str
    before: str | None
    after: str | None


class VersionView(BaseModel):
    """One version of 单位信息."""

    version: int
    at: datetime
    by: str = Field(description="操作人")
    change: Coded = Field(description="变更方式")
    note: str | None = Field(description="变更原因")
    correction_id: UUID | None = Field(description="对应的更正申请")
    changes: list[FieldChange] = Field(description="变更的字段")
    data: list[FieldValue] = Field(description="变更后的全部单位信息")
