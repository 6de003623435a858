"""A school that has opened, its people, and what they send."""

from typing import Any
from uuid import uuid4

import httpx

from common.auth.actors import CentreUser, DepartmentUser, Graduate, SchoolUser, ServiceAccount
from common.testing.harness import ServiceHarness
from tests.support.roster import SCHOOL_CODE, SCHOOL_NAME, roster_rows, roster_workbook

COHORT = 2027
OTHER_CODE, OTHER_NAME = "19902", "另一所大学"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = list[dict[str, str]]


def centre() -> CentreUser:
    return CentreUser(id=uuid4(), name="中心")


def school(code: str = SCHOOL_CODE) -> SchoolUser:
    return SchoolUser(id=uuid4(), name="就业办", school_code=code)


def department(name: str, code: str = SCHOOL_CODE) -> DepartmentUser:
    return DepartmentUser(id=uuid4(), name="院系老师", school_code=code, department=name)


def graduate_actor() -> Graduate:
    return Graduate(id=uuid4(), name="甲", graduate_id=uuid4(), school_code=SCHOOL_CODE, cohort=COHORT, confirmed=True)


def service_account() -> ServiceAccount:
    return ServiceAccount(id=uuid4(), name="documents")


async def open_school(identity: ServiceHarness, code: str = SCHOOL_CODE, name: str = SCHOOL_NAME) -> None:
    body = {"code": code, "name": name, "province_code": "33"}
    answer = await identity.client(centre()).post("/v1/schools", json=body)
    assert answer.status_code == 201, answer.text


async def upload(
    identity: ServiceHarness,
    file: bytes | Rows,
    *,
    by: SchoolUser | None = None,
    cohort: int = COHORT,
    dry_run: bool = False,
) -> httpx.Response:
    """Import a file, or a workbook of these rows."""
    workbook = file if isinstance(file, bytes) else roster_workbook(file)
    return await identity.client(by or school()).post(
        "/v1/roster-imports",
        params={"cohort": cohort, "dry_run": dry_run},
        files={"file": ("名单.xlsx", workbook, XLSX)},
    )


async def enrol(identity: ServiceHarness, count: int = 5) -> Rows:
    """A school with a roster of so many graduates. Returns the rows of the file."""
    await open_school(identity)
    rows = roster_rows(count)
    answer = await upload(identity, rows)
    assert answer.status_code == 200, answer.text
    return rows


async def graduate_id_of(identity: ServiceHarness, name: str) -> str:
    """The id of a graduate of the school, by name."""
    found = await identity.client(school()).get("/v1/graduates", params={"name": name})
    (line,) = found.json()["items"]
    return str(line["id"])


async def full_record(identity: ServiceHarness, graduate_id: str, *, by: SchoolUser | None = None) -> dict[str, Any]:
    """The record of a graduate with all numbers, for a reason."""
    path = f"/v1/graduates/{graduate_id}/reveals"
    answer = await identity.client(by or school()).post(path, json={"reason": "核对身份"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def stored(identity: ServiceHarness) -> tuple[int, int]:
    """How many graduates and how many versions are stored."""
    ((graduates, versions),) = await identity.rows(
        "SELECT (SELECT count(*) FROM graduates), (SELECT count(*) FROM roster_versions)"
    )
    return graduates, versions
