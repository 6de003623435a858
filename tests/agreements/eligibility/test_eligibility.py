"""为什么不能签约: what agreements decides, told by the very rules that refuse."""

from typing import Any
from uuid import uuid4

import pytest

from agreements.eligibility import states
from agreements.records.states.rules import Case, Standing
from common import clock
from common.auth.actors import Actor, EmployerUser, SchoolUser
from common.contracts.identity import EmployerSuspended
from common.testing.harness import ServiceHarness
from tests.agreements.world import COHORT, SCHOOL, World

PATH = "/v1/eligibility"


async def asked(harness: ServiceHarness, actor: Actor, path: str = PATH) -> dict[str, Any]:
    answer = await harness.client(actor).get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def unmet(answer: dict[str, Any]) -> list[str]:
    return [check["code"] for check in answer["checks"] if not check["passed"]]


class TestAnEmployer:
    async def test_is_open_once_it_is_verified(self, harness: ServiceHarness, world: World) -> None:
        nobody = EmployerUser(id=uuid4(), name="新单位", employer_id=None)
        assert unmet(await asked(harness, nobody)) == ["employer_is_verified"]
        answer = await asked(harness, await world.employer())
        assert (answer["open"], answer["name"]) == (True, "北京示例科技有限公司")

    async def test_is_told_of_a_suspension(self, harness: ServiceHarness, world: World) -> None:
        actor = await world.employer()
        assert actor.employer_id is not None
        suspended = EmployerSuspended(
            employer_id=actor.employer_id,
            name="北京示例科技有限公司",
            uscc="91110108MA00TTT09Y",
            nature_code="39",
            industry_code="34",
            region_code="110108",
            address="中关村大街1号",
            may_sign=False,
            reason="授权书有误",
        )
        await harness.deliver(suspended, sequence=9)
        answer = await asked(harness, actor)
        assert unmet(answer) == ["employer_is_not_suspended"]
        assert "中心" in answer["checks"][1]["fact"]


class TestAGraduate:
    async def test_is_open_when_nothing_is_in_the_way(self, harness: ServiceHarness, world: World) -> None:
        person = await world.graduate()
        answer = await asked(harness, person.actor)
        assert (answer["open"], [check["passed"] for check in answer["checks"]]) == (True, [True, True, True])

    async def test_is_told_that_the_school_has_closed_signing(self, harness: ServiceHarness, world: World) -> None:
        person = await world.graduate()
        school = SchoolUser(id=uuid4(), name="王老师", school_code=SCHOOL)
        current = await harness.client(school).get(f"/v1/sign-settings/{COHORT}")
        changed = {"signing_open": False, "review_mode": "school_only", "contact": current.json()["contact"]}
        etag = {"If-Match": current.headers["etag"]}
        saved = await harness.client(school).put(f"/v1/sign-settings/{COHORT}", json=changed, headers=etag)
        assert saved.status_code == 200, saved.text
        answer = await asked(harness, person.actor)
        assert unmet(answer) == ["signing_is_open"]
        refused = answer["checks"][1]
        assert "已关闭在线签约" in refused["fact"]
        assert "签约设置" in refused["who_can_change"]

    async def test_is_told_of_the_agreement_that_is_under_way(self, harness: ServiceHarness, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        invitation = await world.invite(employer, person)
        await world.accept(person, invitation["id"])
        answer = await asked(harness, person.actor)
        assert unmet(answer) == ["graduate_has_no_live_agreement"]
        assert "北京示例科技有限公司" in answer["checks"][2]["fact"]

    async def test_can_be_asked_about_by_the_own_school_alone(self, harness: ServiceHarness, world: World) -> None:
        person = await world.graduate()
        path = f"/v1/graduates/{person.id}/eligibility"
        own = SchoolUser(id=uuid4(), name="王老师", school_code=SCHOOL)
        assert (await asked(harness, own, path))["open"] is True
        other = SchoolUser(id=uuid4(), name="李老师", school_code="19902")
        postgraduate = SchoolUser(id=uuid4(), name="张老师", school_code=SCHOOL, data_scope="postgraduate")
        for stranger in (other, postgraduate):
            answer = await harness.client(stranger).get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "agreements.graduate_not_known")


class TestEveryState:
    @pytest.mark.parametrize("signing_open", [True, False, None])
    @pytest.mark.parametrize("live_with", ["杭州某公司", None])
    @pytest.mark.parametrize(
        ("standing", "may_sign"),
        [
            (Standing(True, "1"), True),
            (Standing(False, "1"), False),
            (Standing(False, "21"), False),
            (Standing(True, "1", on_roster=False), False),
            (None, False),
        ],
    )
    def test_of_a_graduate_names_exactly_what_is_unmet(
        self, signing_open: bool | None, live_with: str | None, standing: Standing | None, may_sign: bool
    ) -> None:
        case = Case(
            status=None,
            school_name="示范大学",
            cohort=COHORT,
            standing=standing,
            signing_open=signing_open,
            live_with=live_with,
        )
        actor = SchoolUser(id=uuid4(), name="王老师", school_code=SCHOOL)
        checks = states.checks(states.OF_GRADUATE, case, actor, clock.now())
        assert [check.passed for check in checks] == [may_sign, signing_open is True, live_with is None]
        assert all(check.refusal.who_can_change for check in checks if check.refusal)
