"""Who a staff account is, what each role needs, and who may create whom. Pure."""

from enum import StrEnum
from typing import Any

from common.auth.actors import Actor, CentreUser, DepartmentUser, ProvinceUser, SchoolUser
from common.errors import FieldFault

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


def may_create(creator: Actor, role: StaffRole, school_code: str | None) -> bool:
    """The centre creates everybody; a school creates department users of its own (guides/003 §2)."""
    if isinstance(creator, CentreUser):
        return True
    return isinstance(creator, SchoolUser) and role is StaffRole.DEPARTMENT and school_code == creator.school_code


def actor_of(role: str, **account: Any) -> Actor:
    """The actor of an account: `id`, `name` and the scope that its role has."""
    scope = {field: account[field] for field in SCOPES[role]}
    return KINDS[role](id=account["id"], name=account["name"], **scope)
