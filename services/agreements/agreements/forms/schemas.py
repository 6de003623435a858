"""The form of an agreement on paper, and what helps to fill it in."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from agreements.files.schemas import FileIds
from agreements.records.schemas.letter import Content
from agreements.warnings.schemas import WarningView
from common.answers import Answer, Coded, Request
from common.contracts.codes import EmployerNatureCode, IndustryCode
from common.contracts.values.calendar import Day
from common.contracts.values.region import RegionCode
from common.contracts.values.text import Text
from common.contracts.values.uscc import USCC


class EmployerForm(Request):
    """用人单位, as it is printed. A verified employer is taken as the platform knows it."""

    name: Annotated[str, Text(100, minimum=2)] = Field(description="单位名称", examples=["北京示例科技有限公司"])
    uscc: USCC | None = Field(default=None, description="统一社会信用代码；没有的单位（如部队）不填")
    nature_code: EmployerNatureCode
    industry_code: IndustryCode
    region_code: RegionCode
    address: Annotated[str, Text(200, minimum=2)] = Field(description="详细地址")


class OfflineForm(Request):
    """就业协议线下签约: the employer and what is agreed."""

    employer: EmployerForm
    letter: Content = Field(description="签约信息")


class SupplementForm(OfflineForm):
    """已签就业协议登记信息: the same, as the paper says it, with pictures of the paper."""

    file_ids: FileIds
    signed_on: Day | None = Field(default=None, description="纸质就业协议的签订日期")


class DraftEmployer(Answer):
    """The employer as it was filled in last."""

    name: str
    uscc: str | None
    nature_code: str
    industry_code: str
    region_code: str
    address: str


class FormDraft(Answer):
    """What a new form starts from: the graduate's last one."""

    employer: DraftEmployer | None = Field(description="从未填写过时为空")
    letter: Content | None = Field(description="从未填写过时为空")


class EmployerSearch(Request):
    """Find a verified employer by its exact code."""

    uscc: USCC


class FoundEmployer(Answer):
    """A verified employer, as an agreement would print it."""

    employer_id: UUID
    name: str
    uscc: str
    nature: Coded
    industry: Coded
    region: Coded
    address: str
    suspended: bool = Field(description="该单位已被中心暂停网上签约，不能申请就业协议线下签约")
    warning: WarningView | None = Field(description="预警单位提示；没有预警时为空")
