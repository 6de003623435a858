"""签约设置 in and out (guides/003 fig 4)."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from agreements.policy.states import AgreementType
from common.answers import Answer, Coded, Request
from common.contracts.values.phone import Phone
from common.contracts.values.postcode import Postcode
from common.contracts.values.text import Text
from common.review import ReviewMode

MOST_RESCISSIONS = 99

TITLES = {
    "signing_open": "在线签约开关",
    "supplement_open": "补登开关",
    "destinations_open": "填报去向登记开关",
    "review_mode": "审核设置",
    "rescission_limit": "学生可提交解约申请次数",
    "contact_name": "就业协议经办人",
    "contact_phone": "联系电话",
    "contact_address": "通讯地址",
    "contact_postcode": "邮政编码",
    "agreement_type": "协议类型",
}
"""As histories show them: the school's own settings, and what the province has decided for it."""
SETTINGS = tuple(field for field in TITLES if field != "agreement_type")
"""What the school itself sets."""


def shown_value(field: str, value: Any) -> Any:
    """As histories show it."""
    labelled: dict[str, type[ReviewMode | AgreementType]] = {"review_mode": ReviewMode, "agreement_type": AgreementType}
    return labelled[field](value).label if value and field in labelled else value


class SettingsContact(Request):
    """What is printed on every agreement of the school."""

    name: Annotated[str, Text(50)] = Field(description="就业协议经办人", examples=["张思"])
    phone: Phone
    address: Annotated[str, Text(200)] = Field(description="通讯地址", examples=["北京市海淀区学院路1号"])
    postcode: Postcode


class EditSettings(Request):
    """The settings as the school wants them. A switch that is left out opens with 在线签约开关 or stays as it is."""

    signing_open: bool = Field(strict=True, description="在线签约开关")
    supplement_open: bool | None = Field(default=None, strict=True, description="补登开关")
    destinations_open: bool | None = Field(default=None, strict=True, description="填报去向登记开关")
    review_mode: ReviewMode = Field(description="审核设置：仅校级审核，或先院系再校级审核")
    rescission_limit: int = Field(
        default=MOST_RESCISSIONS, ge=0, le=MOST_RESCISSIONS, strict=True, description="学生可提交解约申请次数"
    )
    contact: SettingsContact


class SettingsView(Answer):
    """The settings as they are."""

    school_code: str
    cohort: int
    cohort_label: str
    version: int
    signing_open: bool
    supplement_open: bool
    destinations_open: bool
    review_mode: Coded
    rescission_limit: int
    contact: SettingsContact
    agreement_type: Coded = Field(description="由省级用户统一设置，学校不能修改")
    updated_at: datetime
    editable: bool = Field(description="当前账号能否修改（院系用户只能查看）")


class EditAgreementType(Request):
    """What the province decides for all its schools."""

    agreement_type: AgreementType = Field(description="协议类型：两方协议（鉴证）或三方协议（审核）")


class AgreementTypeView(Answer):
    """What counts for all schools of the province."""

    province: Coded
    cohort: int
    cohort_label: str
    version: int | None = Field(description="为空表示省级用户尚未设置，按三方协议办理")
    agreement_type: Coded
    review_word: str = Field(description="学校、院系的办理用语", examples=["审核"])
    updated_at: datetime | None


class SchoolState(Answer):
    """A school of the province, with the state of its settings of the cohort; the fields are null if it has none."""

    school: Coded
    state: Coded = Field(examples=[{"code": "open", "label": "在线签约已开启"}])
    version: int | None = None
    signing_open: bool | None = None
    supplement_open: bool | None = None
    destinations_open: bool | None = None
    review_mode: Coded | None = None
    rescission_limit: int | None = None
    updated_at: datetime | None = None
