"""Registering as an employer user, and one's own data."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from common.contracts.values.email import Email
from common.contracts.values.mobile import Mobile
from common.contracts.values.person_name import PersonName


class NewEmployerUserForm(BaseModel):
    """用户注册 (guides/001 fig 3): 手机号, 短信验证码, 密码, 密码确认."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "mobile": "13812340001",
                    "sms_code": "402913",
                    "password": "Qianyue2026",
                    "password_confirmation": "Qianyue2026",
                }
            ]
        },
    )

    mobile: Mobile
    sms_code: str = Field(pattern=r"^[0-9]{6}$", description="短信验证码，6位数字")
    password: SecretStr = Field(max_length=200, description="密码：8至64个字符，至少包含字母和数字")
    password_confirmation: SecretStr = Field(max_length=200, description="密码确认")


class PersonalData(BaseModel):
    """个人信息. What is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "李招聘", "email": "li@example.com"}]}
    )

    name: PersonName | None = None
    email: Email | None = None


class EmployerUserView(BaseModel):
    """An employer user, to themselves."""

    id: UUID
    mobile: str = Field(description="手机号（已隐去中间四位）")
    name: str | None = Field(description="姓名")
    email: str | None = Field(description="电子邮箱")
    employer_id: UUID | None = Field(description="所属单位；填写单位信息之前为空")
    created_at: datetime
