"""The people of the tests."""

from typing import Any
from uuid import UUID, uuid4

from common.auth.actors import (
    Actor,
    CentreUser,
    DepartmentUser,
    EmployerUser,
    Graduate,
    ProvinceUser,
    SchoolUser,
    ServiceAccount,
)

SCHOOL_CODE, DEPARTMENT, COHORT = "10335", "计算机科学与技术学院", 2027


def employer_user(employer_id: UUID | None) -> EmployerUser:
    return EmployerUser(id=uuid4(), name="李招聘", employer_id=employer_id)


def graduate(graduate_id: UUID | None = None, *, confirmed: bool = True) -> Graduate:
    facts: dict[str, Any] = {"school_code": SCHOOL_CODE, "cohort": COHORT, "confirmed": confirmed}
    return Graduate(id=uuid4(), name="买买提·吐尔逊", graduate_id=graduate_id or uuid4(), **facts)


def school_user(code: str = SCHOOL_CODE) -> SchoolUser:
    return SchoolUser(id=uuid4(), name="王老师", school_code=code)


def department_user(department: str = DEPARTMENT, code: str = SCHOOL_CODE) -> DepartmentUser:
    return DepartmentUser(id=uuid4(), name="院系老师", school_code=code, department=department)


def centre_user() -> CentreUser:
    return CentreUser(id=uuid4(), name="中心")


def others() -> list[Actor]:
    """One of every role, without any part in what the test is about."""
    return [
        employer_user(uuid4()),
        employer_user(None),
        graduate(),
        graduate(confirmed=False),
        school_user("19902"),
        department_user(code="19902"),
        department_user("文学院"),
        ProvinceUser(id=uuid4(), name="省厅", province_code="33"),
        centre_user(),
        ServiceAccount(id=uuid4(), name="stats"),
    ]
