"""The people (and services) of the platform. A verified token turns into exactly one of them."""

from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

from common.contracts.codes.levels import DataScope, check_data_scope

ROLES: dict[str, type["Actor"]] = {}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who is known. `name` is what the history of a record shows."""

    role: ClassVar[str]
    label: ClassVar[str] = "已登录账号"

    id: UUID
    name: str

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        ROLES[cls.role] = cls

    @property
    def key(self) -> str:
        """`role:id`, for history rows and idempotency."""
        return f"{self.role}:{self.id}"

    def claims(self) -> dict[str, Any]:
        """The token's claims that say who this is."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        text = {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}
        return {"role": self.role, "sub": text.pop("id"), **text}

    @classmethod
    def from_claims(cls, claims: dict[str, Any]) -> "Actor":
        """The actor of a verified token.

        Raises:
            KeyError, ValueError, TypeError: the claims are not those of any actor.
        """
        kind = ROLES[claims["role"]]
        values = {"id": claims["sub"]}
        for field in fields(kind):
            if field.name != "id" and (field.name in claims or field.default is MISSING):
                values[field.name] = claims[field.name]
            if field.type in (UUID, UUID | None) and values.get(field.name) is not None:
                values[field.name] = UUID(values[field.name])
        return kind(**values)


@dataclass(frozen=True, kw_only=True)
class EmployerUser(Actor):
    """单位用户: one of an employer's users. `employer_id` is None until the employer's data are given."""

    role = "employer_user"
    label = "单位用户"
    employer_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Graduate(Actor):
    """毕业生, in one cohort of one school. `confirmed` tells whether 信息确认无误 was pressed (guides/004 §2)."""

    role = "graduate"
    label = "毕业生"
    graduate_id: UUID
    school_code: str
    cohort: int
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class SchoolUser(Actor):
    """学校用户: the school's employment office, which sees the graduates of its `data_scope` (数据权限)."""

    role = "school_user"
    label = "学校用户"
    school_code: str
    data_scope: DataScope = "all"

    def __post_init__(self) -> None:
        check_data_scope(self.data_scope)


@dataclass(frozen=True, kw_only=True)
class DepartmentUser(Actor):
    """院系用户: `department` equals the roster's 院系, `data_scope` limits which graduates it sees (guides/003 §2)."""

    role = "department_user"
    label = "院系用户"
    school_code: str
    department: str
    data_scope: DataScope = "all"

    def __post_init__(self) -> None:
        check_data_scope(self.data_scope)


@dataclass(frozen=True, kw_only=True)
class ProvinceUser(Actor):
    """省级用户: sets the agreement type of all schools of the province."""

    role = "province_user"
    label = "省级用户"
    province_code: str


@dataclass(frozen=True, kw_only=True)
class CentreUser(Actor):
    """中心工作人员 (教育部学生服务与素质发展中心): verifies employers."""

    role = "centre_user"
    label = "中心工作人员"


@dataclass(frozen=True, kw_only=True)
class ServiceAccount(Actor):
    """One of our own services, asking another for what events do not carry. `name` is the service's name."""

    role = "service"
    label = "系统服务"


SchoolReviewer = SchoolUser | DepartmentUser
"""Who may take part in a review."""
