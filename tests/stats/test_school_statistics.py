"""数据统计: by cohort and department, with outcomes and rates; a department sees itself alone."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, DepartmentUser
from tests.stats.world import (
    DEPARTMENT,
    OTHER_DEPARTMENT,
    OTHER_SCHOOL,
    Agreement,
    World,
    department_user,
    employer_user,
    other_school_user,
    school_user,
)


def rate(row: Any, code: str) -> Any:
    return next(rate for rate in row["rates"] if rate["code"] == code)


class TestTable:
    async def test_has_the_guides_columns_in_their_order(self, world: World) -> None:
        columns = [column["label"] for column in (await world.statistics())["columns"]]
        assert columns[1:15] == [
            "总数",
            "已签约",
            "签约待审核",
            "签约不通过",
            "已解约",
            "解约待审核",
            "解约不通过",
            "补登",
            "补登待审核",
            "补登不通过",
            "学生已拒绝签约 签约失败",
            "签约邀请逾期未回应 签约失败",
            "单位拒绝解约 解约失败",
            "学生拒绝解约 解约失败",
        ]

    async def test_counts_by_cohort_and_by_department(self, world: World) -> None:
        for _ in range(2):
            await world.live(Agreement(await world.enrol()), "sent", "accepted", "signed")
        await world.live(Agreement(await world.enrol(department=OTHER_DEPARTMENT)), "sent", "declined")
        await world.live(Agreement(await world.enrol(department=OTHER_DEPARTMENT)), "sent")
        statistics = await world.statistics()
        by_department = {row["department"]: row["counts"] for row in statistics["departments"]}
        assert {name: counts["total"] for name, counts in by_department.items()} == {
            DEPARTMENT: 2,
            OTHER_DEPARTMENT: 2,
        }
        assert by_department[DEPARTMENT]["signed"] == 2
        assert (by_department[OTHER_DEPARTMENT]["declined"], by_department[OTHER_DEPARTMENT]["records"]) == (1, 2)
        total = statistics["total"]
        assert (total["department"], total["counts"]["total"], total["counts"]["records"]) == (None, 4, 4)
        assert (total["counts"]["signed"], total["counts"]["awaiting_graduate"]) == (2, 1)

    async def test_counts_every_agreement_of_a_graduate_and_the_graduate_once(self, world: World) -> None:
        person = await world.enrol()
        for life in (("sent", "declined"), ("sent", "accepted", "rejected"), ("sent", "accepted")):
            await world.live(Agreement(person), *life)
        counts = (await world.statistics())["total"]["counts"]
        assert (counts["total"], counts["records"]) == (1, 3)
        assert (counts["declined"], counts["rejected"], counts["in_review"]) == (1, 1, 1)

    async def test_moves_everything_of_a_graduate_to_the_new_department(self, world: World) -> None:
        person = await world.enrol()
        await world.live(Agreement(person), "sent", "accepted", "signed")
        await world.hear(person.outcome("10"))
        await world.hear(person.corrected(department=OTHER_DEPARTMENT), 2)
        (row,) = (await world.statistics())["departments"]
        assert row["department"] == OTHER_DEPARTMENT
        assert (row["counts"]["total"], row["counts"]["signed"], row["outcomes"][0]["count"]) == (1, 1, 1)

    async def test_keeps_cohorts_apart(self, world: World) -> None:
        await world.enrol(cohort=2026)
        assert (await world.statistics())["total"]["counts"]["total"] == 0
        assert (await world.statistics(cohort=2026))["total"]["counts"]["total"] == 1

    async def test_names_the_school_as_identity_does(self, world: World) -> None:
        assert (await world.statistics())["school"] == {"code": "19901", "label": "19901"}
        await world.school("江南示范大学", 2)
        await world.school("江南示范学院", 1)
        assert (await world.statistics())["school"]["label"] == "江南示范大学"

    async def test_says_how_fresh_it_is(self, world: World) -> None:
        assert (await world.statistics())["as_of"] is None
        await world.enrol()
        assert (await world.statistics())["as_of"] is not None


class TestOutcomesAndRates:
    async def test_come_from_the_newest_outcome_of_each_graduate(self, world: World) -> None:
        people = [await world.enrol() for _ in range(4)]
        await world.hear(people[0].outcome("71"), 1)
        await world.hear(people[0].outcome("10"), 3)
        await world.hear(people[0].outcome(None), 2)
        await world.hear(people[1].outcome("801"), 1)
        await world.hear(people[2].outcome("70"), 1)
        total = (await world.statistics())["total"]
        assert total["outcomes"] == [
            {"code": "10", "label": "签就业协议形式就业", "count": 1},
            {"code": "70", "label": "待就业", "count": 1},
            {"code": "801", "label": "境内升学—研究生", "count": 1},
        ]
        placement = rate(total, "placement")
        assert placement == {
            "code": "placement",
            "label": "毕业去向落实率",
            "numerator": 2,
            "denominator": 4,
            "percent": 50.0,
        }
        assert rate(total, "unregistered")["numerator"] == 1

    async def test_follow_the_formula_of_the_cohort(self, world: World) -> None:
        new, old = await world.statistics(), await world.statistics(cohort=2022)
        assert (new["formula"]["version"], old["formula"]["version"]) == ("2024", "2021")
        assert rate(new["total"], "freelance")["percent"] is None
        assert rate(old["total"], "flexible")["label"] == "灵活就业率"


class TestEmployers:
    async def test_are_listed_by_signed_agreements_with_their_names(self, world: World) -> None:
        small, big = uuid4(), uuid4()
        await world.employer(big, "杭州云栖数据（集团）有限公司")
        await world.live(Agreement(await world.enrol(), small), "sent")
        for _ in range(2):
            await world.live(Agreement(await world.enrol(), big), "sent", "accepted", "signed")
        found = await world.read(school_user, "/v1/school-statistics/employers")
        assert found["employers"] == 2
        assert [(item["name"], item["signed"], item["records"]) for item in found["items"]] == [
            ("杭州云栖数据（集团）有限公司", 2, 2),
            ("杭州云栖数据有限公司", 0, 1),
        ]
        assert len((await world.read(school_user, "/v1/school-statistics/employers", limit=1))["items"]) == 1

    async def test_take_identitys_name_even_if_it_comes_later(self, world: World) -> None:
        agreement = await world.live(Agreement(await world.enrol()), "sent")
        await world.employer(agreement.employer_id, "新名称有限公司")
        await world.live(agreement, "accepted")
        (item,) = (await world.read(school_user, "/v1/school-statistics/employers"))["items"]
        assert item["name"] == "新名称有限公司"


class TestReaders:
    async def test_of_a_department_see_their_own_alone(self, world: World) -> None:
        other_employer = uuid4()
        await world.live(Agreement(await world.enrol()), "sent")
        await world.live(Agreement(await world.enrol(department=OTHER_DEPARTMENT), other_employer), "sent")
        statistics = await world.statistics(department_user)
        assert [row["department"] for row in statistics["departments"]] == [DEPARTMENT]
        assert (statistics["total"]["counts"]["total"], statistics["total"]["counts"]["records"]) == (1, 1)
        found = await world.read(department_user, "/v1/school-statistics/employers")
        assert str(other_employer) not in {item["employer_id"] for item in found["items"]}

    @pytest.mark.parametrize(
        "stranger",
        [other_school_user, DepartmentUser(id=uuid4(), name="钱", school_code=OTHER_SCHOOL, department=DEPARTMENT)],
        ids=lambda actor: actor.role,
    )
    async def test_of_another_school_see_nothing(self, world: World, stranger: Any) -> None:
        person = await world.enrol()
        await world.live(Agreement(person), "sent")
        await world.hear(person.outcome("10"))
        statistics = await world.statistics(stranger)
        assert statistics["departments"] == []
        assert set(statistics["total"]["counts"].values()) == {0}
        assert statistics["total"]["outcomes"] == []
        assert (await world.read(stranger, "/v1/school-statistics/employers"))["items"] == []

    @pytest.mark.parametrize("path", ["/v1/school-statistics", "/v1/school-statistics/employers"])
    async def test_of_other_roles_are_refused(self, world: World, path: str) -> None:
        for reader in (employer_user(uuid4()), CentreUser(id=uuid4(), name="中心")):
            assert (await world.harness.client(reader).get(path)).json()["code"] == "wrong_role"
        assert (await world.harness.client().get(path)).status_code == 401

    @pytest.mark.parametrize("params", [{"cohort": "明年"}, {"cohort": 1999}, {"limit": 0}, {"limit": 201}])
    async def test_get_a_clear_refusal_of_bad_input(self, world: World, params: dict[str, Any]) -> None:
        answer = await world.harness.client(school_user).get("/v1/school-statistics/employers", params=params)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] in params
