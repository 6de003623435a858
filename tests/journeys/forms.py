"""Forms that graduates fill in."""

from typing import Any

from deploy.demo.data import EmployerData
from deploy.demo.people import Person

TYPED_IN = {
    "name": "某部队后勤保障中心",
    "nature_code": "40",
    "industry_code": "80",
    "region_code": "330106",
    "address": "文三路 1 号",
}
"""An employer that is not on the platform and has no 统一社会信用代码."""


async def employer_found(graduate: Person, employer: EmployerData) -> dict[str, Any]:
    """Search by the exact code, and take over what was found."""
    found = await graduate.post("/agreements/v1/employer-searches", {"uscc": employer.uscc})
    return {
        "name": found["name"],
        "uscc": found["uscc"],
        "nature_code": found["nature"]["code"],
        "industry_code": found["industry"]["code"],
        "region_code": found["region"]["code"],
        "address": found["address"],
    }


def content(employer: EmployerData, **other: Any) -> dict[str, Any]:
    """签约信息: what an invitation says as well, without a deadline."""
    letter = employer.letter() | other
    del letter["valid_days"]
    return letter
