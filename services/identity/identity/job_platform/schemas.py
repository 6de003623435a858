"""What the job platform answers, and what its users see here."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import ActionOption, Answer, Coded, Request
from identity.sessions.schemas import TokenAnswer


class KnownEmployer(BaseModel):
    """An employer as the job platform states it. Plain texts: what is wrong with them is said here."""

    name: str = ""
    uscc: str = ""
    type: str = ""
    nature_code: str = ""
    industry_code: str = ""
    region_code: str = ""
    address: str = ""
    postcode: str = ""
    verified: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    contact_mobile: str = ""
    contact_email: str = ""


class JobPlatformRecord(BaseModel):
    """The account that signed in there, and its employer; none when the person has not given one."""

    account_id: str = Field(min_length=1, max_length=200)
    mobile: str = ""
    name: str = ""
    employer: KnownEmployer | None = None


class BegunJobPlatformLogin(BaseModel):
    """Where the browser has to go."""

    authorize_url: str = Field(description="就业平台登录页地址，请在浏览器中打开")


class Obstacle(Answer):
    """Why the employer was not taken over, and what to do."""

    code: str
    title: str
    detail: str
    remedy: str
    who_can_change: str | None


class JobPlatformReturn(TokenAnswer):
    """Tokens, and what comes next for the user's employer."""

    outcome: Coded = Field(description="signed_in 已登录，registered 已开通账号，linked 已关联")
    next_step: Coded = Field(description="单位信息的下一步")
    obstacle: Obstacle | None = Field(description="就业平台的单位信息未能带入时：原因")


class PrefilledEmployer(BaseModel):
    """单位信息 as the job platform has it, to begin a form with."""

    name: str
    uscc: str
    type: str
    nature_code: str
    industry_code: str
    region_code: str
    region: str = Field(description="所在地（省市区）；代码无法识别时为空")
    address: str
    postcode: str
    contact_name: str
    contact_phone: str
    contact_mobile: str
    contact_email: str
    verified: bool = Field(description="就业平台已核验证照")


class UpgradeForm(Request):
    """补传网签授权书 (guides/000 §2): all that an employer of the job platform has to add."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"letter_file_id": "0193b0a0-0000-7000-8000-000000000008"}]}
    )

    letter_file_id: UUID = Field(description="加盖公章的网签授权书（用途 authorisation_letter）")


class JobPlatformLinkView(BaseModel):
    """The user's account at the job platform, as far as it is known here."""

    linked: bool
    linked_at: datetime | None
    seen_at: datetime | None = Field(description="最近一次通过就业平台登录的时间")
    name: str | None = Field(description="就业平台账号的姓名")
    mobile: str | None = Field(description="就业平台账号的手机号（已隐去中间四位）")
    employer: PrefilledEmployer | None = Field(description="就业平台上的单位信息")
    obstacle: Obstacle | None = Field(description="就业平台的单位信息不能带入时：哪些字段，为什么")
    locked_fields: list[str] = Field(description="单位信息中不能修改的字段：就业平台已核验")
    actions: list[ActionOption]
