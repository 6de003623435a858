"""Staff accounts as requests and answers show them."""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from common.answers import ActionOption, Coded, Request
from common.contracts.codes.levels import DATA_SCOPE_LABELS
from common.contracts.values.checked import ValueFault, checked
from common.contracts.values.email import Email
from common.contracts.values.mobile import Mobile
from common.contracts.values.person_name import PersonName
from common.contracts.values.school_code import SchoolCode
from common.contracts.values.text import Text
from identity.schools.schemas import ProvinceCode
from identity.staff.schemas.passwords import NewPassword
from identity.staff.states import Origin, StaffRole
from identity.staff.tables import StaffUser, StaffUserChange

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,31}")


def check_username(text: str) -> str:
    """The user name in lower case. Raises `ValueFault`."""
    username = text.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise ValueFault("用户名应为4至32位字母、数字或 . _ @ -", "请以字母或数字开头重新填写")
    return username


Username = Annotated[str, checked(check_username), Field(description="用户名", examples=["xx-jiuye"])]
Title = Annotated[str, Text(50), Field(description="职务")]
Reason = Annotated[str, Text(200), Field(description="原因")]


class NewStaffUser(Request):
    """An account to be created. Which of the scope's fields are needed depends on the role."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "username": "zj-jiuye",
                    "password": "Shengji2027",
                    "name": "李老师",
                    "role": "province_user",
                    "province_code": "33",
                    "mobile": "13812340003",
                }
            ]
        }
    )

    username: Username
    password: NewPassword
    name: PersonName
    role: StaffRole = Field(description="中心或省级；学校、院系用户请在就业管理系统中添加")
    school_code: SchoolCode | None = None
    department: Annotated[str, Text(100)] | None = None
    province_code: ProvinceCode | None = None
    mobile: Mobile | None = Field(default=None, description="手机号，用于找回密码")
    title: Title | None = None
    email: Email | None = None

    @property
    def scope(self) -> dict[str, str | None]:
        """The fields that say whose records the account may see."""
        return {
            "school_code": self.school_code,
            "department": self.department,
            "province_code": self.province_code,
        }


class CorrectedStaffUser(Request):
    """What the centre changes of an account. What is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "mobile": "13812340003"}]})

    version: int = Field(description="读取时的版本号")
    name: PersonName = Field(default="")
    mobile: Mobile | None = None
    title: Title | None = None
    email: Email | None = None


class Because(Request):
    """Why an account is closed or reopened."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "该同志已调离"}]})

    reason: Reason


class Warned(BaseModel):
    """A doubt that refuses nothing."""

    field: str
    reason: str
    remedy: str
    choices: list[str] = Field(description="可选的值")


class StaffUserView(BaseModel):
    """An account as a list shows it."""

    id: UUID
    username: str
    name: str
    role: str
    role_label: str
    origin: Coded = Field(description="账号所在系统")
    school_code: str | None
    department: str | None
    province_code: str | None
    data_scope: Coded | None = Field(description="数据权限；仅学校、院系用户")
    mobile: str | None = Field(description="手机号（已隐去中间四位）")
    title: str | None
    email: str | None
    must_change_password: bool
    version: int
    created_at: datetime
    closed_at: datetime | None
    warnings: list[Warned]
    actions: list[ActionOption]


class StaffUserChangeView(BaseModel):
    """One thing that was done to an account."""

    change: Coded
    reason: str | None
    by_name: str
    at: datetime


class StaffUserDetail(StaffUserView):
    """An account with its history, newest first."""

    history: list[StaffUserChangeView]


CHANGE_LABELS = {
    "created": "创建",
    "corrected": "修改",
    "closed": "停用",
    "reopened": "恢复",
    "password_reset": "重置密码",
    "password_changed": "修改密码",
    "taken_over": "同步自就业管理系统",
}
_STORED = (
    *("id", "username", "name", "role", "school_code", "department", "province_code", "title", "email"),
    *("must_change_password", "version", "created_at", "closed_at"),
)


def user_view(user: StaffUser, **more: Any) -> StaffUserView:
    """The view of a stored account."""
    labels = {str(code): label for code, label in DATA_SCOPE_LABELS.items()}
    scope = Coded(code=user.data_scope, label=labels[user.data_scope]) if user.school_code else None
    return StaffUserView(
        **{name: getattr(user, name) for name in _STORED},
        role_label=StaffRole(user.role).label,
        origin=Coded(code=user.origin, label=Origin(user.origin).label),
        data_scope=scope,
        **more,
    )


def change_view(change: StaffUserChange) -> StaffUserChangeView:
    """The view of a stored change."""
    return StaffUserChangeView(
        change=Coded(code=change.change, label=CHANGE_LABELS[change.change]),
        reason=change.reason,
        by_name=change.by_name,
        at=change.at,
    )
