"""Five schools mark an employer: everybody is warned, nobody is stopped, the employer can appeal (guides/003 §9)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any

from deploy.demo.data import STAFF_PASSWORD
from deploy.demo.people import Staff, until
from deploy.demo.stage import Facts, Stage, path_of
from deploy.embedded.platform import Platform
from tests.journeys.conftest import SetStage
from tests.journeys.outside import outside

MARK = {"types": ["fake", "false_advertising"], "reason": "多名毕业生反映入职前被收取培训费。"}
NATIONAL_FROM = 5
_codes = count(18801)


class TestWarningList:
    async def test_five_schools_warn_all_and_a_granted_appeal_takes_it_back(
        self, set_stage: SetStage, platform: Platform
    ) -> None:
        stage = await set_stage()
        graduate = await stage.enter(0)
        invitation = await stage.invite(stage.employer, stage.data.employer)
        async with other_schools(stage, platform, NATIONAL_FROM) as schools:
            for school in schools[:-1]:
                await marked_by(school, stage)
            own = await stage.school.get("/identity/v1/warning-marks", tab="national", uscc=stage.data.employer.uscc)
            assert own["items"] == []
            assert (await graduate.get(path_of(invitation)))["warning"] is None

            await marked_by(schools[-1], stage)
            shared = await stage.school.get("/identity/v1/warning-marks", tab="national", uscc=stage.data.employer.uscc)
            assert [row["schools"] for row in shared["items"]] == [NATIONAL_FROM]
            seen = await until(lambda: graduate.get(path_of(invitation)), lambda found: found["warning"])
            assert {kind["label"] for kind in seen["warning"]["types"]} == {"虚假单位", "虚假宣传"}
            await stage.accept(graduate, invitation)
            reviewed = await stage.department.get(path_of(invitation))
            assert reviewed["warning"]["national"]

            await stage.told(stage.employer, "预警")
            await the_employer_is_right(stage, schools[0])
            await until(lambda: stage.school.get(path_of(invitation)), lambda found: found["warning"] is None)
            assert (await stage.pass_both_steps(invitation))["status"]["code"] == "signed"


@asynccontextmanager
async def other_schools(stage: Stage, platform: Platform, number: int) -> AsyncIterator[list[Staff]]:
    """School users of as many other schools, signed in."""
    async with outside(platform.sandbox_url) as beyond, AsyncExitStack() as stack:
        users = []
        for _ in range(number):
            code = str(next(_codes))
            name = f"第{code}示例学院"
            await stage.centre.post("/identity/v1/schools", {"code": code, "name": name, "province_code": "33"})
            await beyond.add_school_user(f"s{code}", code)
            user = Staff(platform.gateway_url, platform.sandbox_url)
            stack.push_async_callback(user.close)
            await user.sign_in(f"s{code}", STAFF_PASSWORD)
            users.append(user)
        yield users


async def marked_by(school: Staff, stage: Stage) -> Facts:
    employer = stage.data.employer
    mark: dict[str, Any] = {"uscc": employer.uscc, "name": employer.name, **MARK}
    return await school.post("/identity/v1/warning-marks", mark)


async def the_employer_is_right(stage: Stage, school: Staff) -> None:
    """It appeals against one mark; the school looks at it and lifts the mark."""
    marks = await stage.employer.get("/identity/v1/employer/warning-marks")
    [own] = (await school.get("/identity/v1/warning-marks", uscc=stage.data.employer.uscc))["items"]
    assert own["mark_id"] in {mark["mark_id"] for mark in marks}
    path = f"/identity/v1/employer/warning-marks/{own['mark_id']}/appeals"
    await stage.employer.post(path, {"text": "收费的是冒用本单位名义的中介，已报警。"})
    await stage.told(school, "申诉")
    detail = await school.get(f"/identity/v1/warning-marks/{own['mark_id']}")
    [appeal] = detail["appeals"]
    path = f"/identity/v1/warning-marks/{own['mark_id']}/appeals/{appeal['id']}/uphold"
    await school.post(path, {"answer": "情况属实，已删除标记。"})
