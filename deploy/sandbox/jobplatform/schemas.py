"""Employers' accounts as the national job platform knows them."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from deploy.sandbox.oauth.schemas import AuthorizationRequest, LoginForm

EMPLOYER_EXAMPLE: dict[str, JsonValue] = {
    "name": "杭州云栖数据有限公司",
    "uscc": "91110108MA00TTT09Y",
    "type": "民营企业",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "330106",
    "address": "文三路 1 号",
    "postcode": "310012",
    "verified": True,
    "contact_name": "李招聘",
    "contact_phone": "0571-88886666",
    "contact_mobile": "13812340001",
    "contact_email": "hr@example.com",
}
ACCOUNT_EXAMPLE: dict[str, JsonValue] = {
    "mobile": "13812340001",
    "name": "李招聘",
    "password": "Demo#2026",
    "employer": EMPLOYER_EXAMPLE,
}


class Employer(BaseModel):
    """The employer of an account. Plain texts: whoever asks must be able to receive what is wrong or half filled in."""

    model_config = ConfigDict(json_schema_extra={"examples": [EMPLOYER_EXAMPLE]})

    name: str = Field(min_length=1, max_length=200)
    uscc: str = Field(max_length=18, description="统一社会信用代码")
    type: str = Field(default="", max_length=50, description="单位类型")
    nature_code: str = Field(default="", max_length=6)
    industry_code: str = Field(default="", max_length=6)
    region_code: str = Field(default="", max_length=6)
    address: str = Field(default="", max_length=300)
    postcode: str = Field(default="", max_length=10)
    verified: bool = Field(description="Whether the job platform has checked the licence")
    contact_name: str = Field(default="", max_length=100)
    contact_phone: str = Field(default="", max_length=30)
    contact_mobile: str = Field(default="", max_length=20)
    contact_email: str = Field(default="", max_length=200)


class AccountDetails(BaseModel):
    """What is put in for one account. Without `employer` the person has registered and not said for whom."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT_EXAMPLE]})

    mobile: str = Field(pattern=r"^\+?\d{6,20}$", description="Login name, proved by SMS there; may be a foreign one")
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=100)
    employer: Employer | None = None


class JobPlatformAccount(AccountDetails):
    account_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Stays the same when the mobile changes")


class EmployerRecord(BaseModel):
    """The answer to the holder of an access token."""

    account_id: str
    mobile: str
    name: str
    employer: Employer | None


class JobPlatformAuthorizationRequest(AuthorizationRequest):
    """What the platform asks for, if it does not say."""

    scope: str = "employer"


class JobPlatformLoginForm(LoginForm):
    """`account` is a mobile."""

    scope: str = "employer"
