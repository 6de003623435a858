"""Staff accounts as requests and answers show them."""

import re
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from common.contracts.values.checked import ValueFault, checked, schema_error
from common.contracts.values.person_name import PersonName
from common.contracts.values.school_code import SchoolCode
from common.contracts.values.text import Text
from identity.accounts.states import LONGEST, SHORTEST, WORST
from identity.schools.schemas import ProvinceCode
from identity.staff.states import StaffRole
from identity.staff.tables import StaffUser

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,31}")


def check_username(text: str) -> str:
    """The user name in lower case. Raises `ValueFault`."""
    username = text.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise ValueFault("用户名应为4至32位字母、数字或 . _ @ -", "请以字母或数字开头重新填写")
    return username


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


Username = Annotated[str, checked(check_username), Field(description="用户名", examples=["xx-jiuye"])]
Password = Annotated[SecretStr, AfterValidator(_checked_secret), Field(description="初始密码，8至64位，含字母和数字")]


class NewStaffUser(BaseModel):
    """An account to be created. Which of the scope's fields are needed depends on the role."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "username": "jsj-shenhe",
                    "password": "Yuanxi2027",
                    "name": "李老师",
                    "role": "department_user",
                    "school_code": "19901",
                    "department": "计算机科学与技术学院",
                }
            ]
        },
    )

    username: Username
    password: Password
    name: PersonName
    role: StaffRole
    school_code: SchoolCode | None = None
    department: Annotated[str, Text(100)] | None = Field(default=None, description="须与学生名单中的院系一致")
    province_code: ProvinceCode | None = None

    @property
    def scope(self) -> dict[str, str | None]:
        """The fields that say whose records the account may see."""
        return {
            "school_code": self.school_code,
            "department": self.department,
            "province_code": self.province_code,
        }


class StaffUserView(BaseModel):
    """An account as a list shows it."""

    id: UUID
    username: str
    name: str
    role: str
    role_label: str
    school_code: str | None
    department: str | None
    province_code: str | None
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, user: StaffUser, **more: Any) -> Self:
        """The view of a stored account."""
        label = StaffRole(user.role).label
        stored = {name: getattr(user, name) for name in StaffUserView.model_fields if name != "role_label"}
        return cls(**stored, role_label=label, **more)


class Warned(BaseModel):
    """A doubt that refuses nothing."""

    field: str
    reason: str
    remedy: str
    choices: list[str] = Field(description="可选的值")


class CreatedStaffUser(StaffUserView):
    """A new account, and what its creator should look at."""

    warnings: list[Warned]
