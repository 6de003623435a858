"""Passwords of staff as requests and answers show them."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from common.answers import Request
from common.contracts.values.checked import ValueFault, schema_error
from identity.accounts.states import LONGEST, SHORTEST, WORST
from identity.captcha.schemas import WithCaptcha


def check_password(password: str) -> str:
    """A password by the rules that employer users have too. Raises `ValueFault`."""
    if not SHORTEST <= len(password) <= LONGEST or not password.isprintable():
        raise ValueFault(f"密码应为{SHORTEST}至{LONGEST}个可见字符", "请重新设置密码")
    if not (re.search(r"[A-Za-z]", password) and re.search(r"[0-9]", password)):
        raise ValueFault("密码须同时包含字母和数字", "请重新设置密码")
    if password.casefold() in WORST:
        raise ValueFault("密码过于常见，容易被猜中", "请更换一个不常见的密码")
    return password


def _checked_secret(secret: SecretStr) -> SecretStr:
    try:
        check_password(secret.get_secret_value())
    except ValueFault as fault:
        raise schema_error(fault) from None
    return secret


NewPassword = Annotated[SecretStr, AfterValidator(_checked_secret), Field(description="密码，8至64位，含字母和数字")]
AnyUsername = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True),
    Field(min_length=1, max_length=64, description="用户名"),
]


class _ChosenTwice(Request):
    password_confirmation: SecretStr = Field(max_length=200, description="密码确认")

    @model_validator(mode="after")
    def _is_the_same_twice(self) -> Self:
        chosen: SecretStr = getattr(self, "new_password", None) or getattr(self, "password")  # noqa: B009
        if chosen.get_secret_value() != self.password_confirmation.get_secret_value():
            raise ValueError("两次输入的密码不一致;请重新确认密码")
        return self


class PasswordChange(_ChosenTwice, WithCaptcha):
    """修改密码: the old password and a new one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "zj-jiuye",
                    "password": "kdmwpr482953",
                    "new_password": "Shengji2028",
                    "password_confirmation": "Shengji2028",
                }
            ]
        }
    )

    username: AnyUsername
    password: SecretStr = Field(min_length=1, max_length=64, description="原密码")
    new_password: NewPassword


class ResetCodeRequest(Request):
    """找回密码: whose password is forgotten."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"username": "zj-jiuye"}]})

    username: AnyUsername


class ResetCodeSent(BaseModel):
    """The same for every user name."""

    expires_in: int = Field(description="验证码的有效秒数")
    retry_after: int = Field(description="多少秒后可重新获取")
    notice: str = Field(description="提示")


class PasswordReset(_ChosenTwice):
    """找回密码: the code that came by SMS, and a new password."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "zj-jiuye",
                    "sms_code": "402913",
                    "password": "Shengji2028",
                    "password_confirmation": "Shengji2028",
                }
            ]
        }
    )

    username: AnyUsername
    sms_code: str = Field(pattern=r"^[0-9]{6}$", description="短信验证码，6位数字")
    password: NewPassword


class OneTimePassword(BaseModel):
    """Shown once, to be handed to the account's owner."""

    password: str = Field(description="一次性密码，首次使用时须修改")
