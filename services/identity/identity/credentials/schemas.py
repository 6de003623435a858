"""Forms for a new password and a new mobile."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from common.contracts.values.checked import ValueFault, schema_error
from common.contracts.values.mobile import Mobile
from identity.captcha.schemas import WithCaptcha

CODE = r"^[0-9]{6}$"


class NewPassword(BaseModel):
    """密码 and 密码确认."""

    password: SecretStr = Field(max_length=200, description="新密码：8至64个字符，至少包含字母和数字")
    password_confirmation: SecretStr = Field(max_length=200, description="新密码确认")


class PasswordReset(NewPassword):
    """找回密码: the mobile is proved by a code with purpose `reset_password`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "mobile": "13812340001",
                    "sms_code": "402913",
                    "password": "Qianyue2027",
                    "password_confirmation": "Qianyue2027",
                }
            ]
        },
    )

    mobile: Mobile
    sms_code: str = Field(pattern=CODE, description="短信验证码，6位数字")


class PasswordChange(NewPassword, WithCaptcha):
    """修改密码, with the old one; after failures with a captcha, as when signing in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "old_password": "Qianyue2026",
                    "password": "Qianyue2027",
                    "password_confirmation": "Qianyue2027",
                }
            ]
        },
    )

    old_password: SecretStr = Field(min_length=1, max_length=64, description="原密码")


class MobileChange(WithCaptcha):
    """更换手机号: a code to the new number, and the password or a code to the old number."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"mobile": "13912340002", "sms_code": "402913", "password": "Qianyue2026"}]},
    )

    mobile: Mobile
    sms_code: str = Field(pattern=CODE, description="发送到新手机号的验证码（用途 change_mobile）")
    password: SecretStr | None = Field(default=None, min_length=1, max_length=64, description="登录密码")
    old_sms_code: str | None = Field(
        default=None, pattern=CODE, description="发送到原手机号的验证码（用途 confirm），可代替密码"
    )

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        if (self.password is None) == (self.old_sms_code is None):
            fault = schema_error(ValueFault("须填写登录密码或原手机号验证码中的一项", "请填写其中一项"))
            places: list[InitErrorDetails] = [
                {"type": fault, "loc": (field,), "input": None} for field in ("password", "old_sms_code")
            ]
            raise ValidationError.from_exception_data(type(self).__name__, places)
        return self
