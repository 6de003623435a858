"""Who a staff account is, what each role needs, where its account lives, and what may be done to it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from common.auth.actors import Actor, CentreUser, DepartmentUser, ProvinceUser, SchoolUser
from common.errors import FieldFault, Forbidden, Problem
from identity.staff.errors import AccountIsClosed, AccountIsOpen, AccountLivesElsewhere, OwnAccount

KINDS: dict[str, type[Actor]] = {kind.role: kind for kind in (SchoolUser, DepartmentUser, ProvinceUser, CentreUser)}
SCOPES: dict[str, tuple[str, ...]] = {
    "centre_user": (),
    "province_user": ("province_code",),
    "school_user": ("school_code",),
    "department_user": ("school_code", "department"),
}
LABELS = {"school_code": "院校代码", "department": "院系", "province_code": "省级代码"}


class StaffRole(StrEnum):
    """The roles of staff accounts."""

    SCHOOL = "school_user"
    DEPARTMENT = "department_user"
    PROVINCE = "province_user"
    CENTRE = "centre_user"

    @property
    def label(self) -> str:
        """The role's name on screens."""
        return KINDS[self.value].label


class Origin(StrEnum):
    """Which system an account and its password live in (docs/adr/0008)."""

    PLATFORM = "platform"
    EMPLOYMENT_SYSTEM = "employment_system"

    @property
    def label(self) -> str:
        """Its name on screens."""
        return {"platform": "本平台", "employment_system": "就业管理系统"}[self.value]


class Change(StrEnum):
    """What can be done to an account."""

    CREATED = "created"
    CORRECTED = "corrected"
    CLOSED = "closed"
    REOPENED = "reopened"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a change
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a change
    TAKEN_OVER = "taken_over"
    """The employment system says something new about it."""


def origin_of(role: StaffRole) -> Origin:
    """Schools and departments have their account in the employment system (guides/003 §1, §2)."""
    return Origin.EMPLOYMENT_SYSTEM if role in {StaffRole.SCHOOL, StaffRole.DEPARTMENT} else Origin.PLATFORM


def scope_faults(role: StaffRole, scope: dict[str, str | None]) -> list[FieldFault]:
    """What a role lacks, and what it cannot have."""
    needed = SCOPES[role]
    missing = [
        FieldFault(field=field, reason=f"{role.label}必须填写{LABELS[field]}", remedy="请填写此项。")
        for field in needed
        if scope[field] is None
    ]
    surplus = [
        FieldFault(field=field, reason=f"{role.label}不能填写{LABELS[field]}", remedy="请去掉此字段。")
        for field, value in scope.items()
        if value is not None and field not in needed
    ]
    return missing + surplus


def actor_of(role: str, **account: Any) -> Actor:
    """The actor of an account: `id`, `name`, the scope that its role has, and for schools the data scope."""
    scope = {field: account[field] for field in SCOPES[role]}
    if "school_code" in scope:
        scope["data_scope"] = account["data_scope"]
    return KINDS[role](id=account["id"], name=account["name"], **scope)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `name` is any part of the person's or the user name."""

    role: str | None = None
    school_code: str | None = None
    province_code: str | None = None
    name: str | None = None
    closed: bool | None = None


@dataclass(frozen=True)
class Standing:
    """What decides about an account."""

    id: UUID
    origin: str
    closed: bool


ACTIONS = {
    Change.CORRECTED: "修改",
    Change.CLOSED: "停用",
    Change.REOPENED: "恢复",
    Change.PASSWORD_RESET: "重置密码",
}
"""What is done to somebody else's account, with the buttons' labels."""


def refusal(action: Change, account: Standing, actor: Actor) -> Problem | None:
    """Why this may not be done to an account; None when it may."""
    if account.origin != Origin.PLATFORM:
        return AccountLivesElsewhere(who_can_change="学校用户")
    if not isinstance(actor, CentreUser):
        return Forbidden("只有中心工作人员可以管理此账号。", who_can_change=CentreUser.label)
    if action in {Change.CLOSED, Change.PASSWORD_RESET} and account.id == actor.id:
        return OwnAccount(who_can_change="其他中心工作人员")
    if action is Change.REOPENED:
        return None if account.closed else AccountIsOpen()
    return AccountIsClosed(who_can_change=CentreUser.label) if account.closed else None
