"""Forms that graduates fill in."""

from typing import Any

from deploy.demo.data import EmployerData
from deploy.demo.people import GraduatePerson, Person
from deploy.demo.stage import Facts, Stage
from tests.journeys.moves import does, uploads

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


async def offline_form(stage: Stage, graduate: GraduatePerson) -> Facts:
    """就业协议线下签约 with the stage's employer, filled in."""
    employer = await employer_found(graduate, stage.data.employer)
    return {"employer": employer, "letter": content(stage.data.employer)}


async def sealed_and_passed(stage: Stage, person: Person, sheet: Facts) -> Facts:
    """One side uploads the sealed copy of a form that was passed; department and school pass it."""
    copy = await uploads(person, "agreement_copy", "盖章的就业协议")
    await does(person, "upload-copy", sheet, file_ids=[copy])
    return await stage.pass_both_steps(sheet)
