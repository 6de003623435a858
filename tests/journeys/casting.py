"""Casts for journeys: every number gives another school, other employers, other graduates."""

from dataclasses import dataclass

from common.contracts.values.uscc import check_character
from deploy.demo.data import DemoData, EmployerData, SchoolData

GRADUATES = 11
COLLEAGUES = (0, 5, 10)
"""Graduates of one department, which reviews them; each department has every fifth graduate."""


@dataclass(frozen=True)
class LocatedSchool(SchoolData):
    """A school of some province: what its province decides concerns nobody else's stage."""

    province_code: str = "33"

    def form(self) -> dict[str, str]:
        """What the centre enters to open it."""
        return {"code": self.code, "name": self.name, "province_code": self.province_code}


def cast_number(number: int, province_code: str) -> DemoData:
    """The n-th cast. Its codes are valid by their standards and nobody's."""
    return DemoData(
        school=LocatedSchool(f"{19910 + number}", f"第{number}示例大学", province_code),
        employer=employer_number(2 * number, "陈静"),
        rival=employer_number(2 * number + 1, "周航"),
        graduates=GRADUATES,
        seed=1000 + number,
    )


def employer_number(number: int, contact: str) -> EmployerData:
    """The n-th employer; casts take the first ones."""
    body = f"91330100MA{number:04d}TTT"
    name, uscc = f"杭州第{number}示例有限公司", body + check_character(body)
    return EmployerData(name, uscc, "330113", "南苑街道 1 号", f"1381235{number:04d}", contact, "后端开发工程师")
