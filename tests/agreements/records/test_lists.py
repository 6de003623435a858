"""Lists for each reader, and who may know of what."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import Actor, CentreUser, DepartmentUser, Graduate, ProvinceUser, SchoolUser
from tests.agreements.world import COHORT, DEPARTMENT, SCHOOL, Person, World


async def names(world: World, reader: Actor | Person, **query: object) -> list[str]:
    answer = await world.as_(reader).get("/v1/agreements", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    return [row["graduate"]["name"] for row in answer.json()["items"]]


class TestEmployer:
    async def test_finds_each_agreement_under_its_tab(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(name="王䶮"))
        await world.signed(employer, await world.graduate(name="欧阳静怡"))
        declining = await world.graduate(name="李㛃")
        await world.post(declining, (await world.invite(employer, declining))["id"], "decline")
        reviewing = await world.graduate(name="𠮷田明")
        await world.accept(reviewing, (await world.invite(employer, reviewing))["id"])
        assert await names(world, employer, tab="signing") == ["𠮷田明", "王䶮"]
        assert await names(world, employer, tab="signed") == ["欧阳静怡"]
        assert await names(world, employer, tab="failed") == ["李㛃"]
        assert await names(world, employer) == ["𠮷田明", "李㛃", "欧阳静怡", "王䶮"]

    async def test_sees_the_latest_invitation_first_and_pages_on(self, world: World) -> None:
        employer = await world.employer()
        for name in ("甲", "乙", "丙", "丁", "戊"):
            await world.invite(employer, await world.graduate(name=name))
        client, seen, cursor = world.as_(employer), [], None
        for _ in range(3):
            query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/v1/agreements", params=query)).json()
            seen += [row["graduate"]["name"] for row in page["items"]]
            cursor = page["next_cursor"]
        assert (seen, cursor) == (["戊", "丁", "丙", "乙", "甲"], None)

    async def test_is_not_shown_the_department(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)

        async def shown_to(reader: Actor | Person) -> list[str | None]:
            [row] = (await world.as_(reader).get("/v1/agreements")).json()["items"]
            whole = await world.read(reader, sent["id"])
            return [row["graduate"]["department"], whole["graduate"]["department"]]

        assert await shown_to(employer) == [None, None]
        assert sent["graduate"]["department"] is None
        for reader in (person, world.department, world.school):
            assert await shown_to(reader) == [DEPARTMENT, DEPARTMENT]

    async def test_switches_cohorts(self, world: World) -> None:
        await world.open_signing(cohort=COHORT + 1)
        employer = await world.employer()
        await world.invite(employer, await world.graduate(name="今年"))
        await world.invite(employer, await world.graduate(name="明年", cohort=COHORT + 1))
        assert await names(world, employer, cohort=COHORT + 1) == ["明年"]

    @pytest.mark.parametrize(
        "query",
        [
            "tab=unknown",
            "status=unknown",
            "cohort=27",
            "cursor=bm9uc2Vuc2U",
            "cursor=WyJub3QtYS11dWlkIl0",
            "limit=0",
            "name=%00",
            "department=",
            "department=计算机学院",
        ],
    )
    async def test_refuses_a_filter_that_means_nothing(self, world: World, query: str) -> None:
        answer = await world.as_(await world.employer()).get(f"/v1/agreements?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].partition(".")[0] == query.partition("=")[0]


class TestReviewers:
    async def test_filter_by_status_department_and_name(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(name="王䶮"))
        reviewing = await world.graduate(name="王小明")
        await world.accept(reviewing, (await world.invite(employer, reviewing))["id"])
        await world.invite(employer, await world.graduate(name="李㛃", department="数学学院"))
        assert await names(world, world.school) == ["李㛃", "王小明", "王䶮"]
        assert await names(world, world.school, status="in_review") == ["王小明"]
        assert await names(world, world.school, department="数学学院") == ["李㛃"]
        assert await names(world, world.school, name="王") == ["王小明", "王䶮"]
        assert await names(world, world.school, name="小明") == ["王小明"]
        assert await names(world, world.school, name="%") == []
        assert await names(world, world.school, name="王_") == []

    async def test_find_a_name_in_either_case(self, world: World) -> None:
        await world.invite(await world.employer(), await world.graduate(name="Maria Ivanova"))
        assert await names(world, world.school, name="ivan") == ["Maria Ivanova"]

    async def test_a_department_sees_its_own_only(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(name="王䶮"))
        await world.invite(employer, await world.graduate(name="李㛃", department="数学学院"))
        assert await names(world, world.department) == ["王䶮"]
        assert await names(world, world.department, department="数学学院") == []

    async def test_see_in_the_list_what_they_can_do(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await world.accept(person, (await world.invite(employer, person))["id"])

        async def open_to(reviewer: Actor) -> list[str]:
            [row] = (await world.as_(reviewer).get("/v1/agreements")).json()["items"]
            reviews = ("pass", "reject", "return")
            return [each["action"] for each in row["actions"] if each["allowed"] and each["action"] in reviews]

        assert await open_to(world.department) == ["pass", "reject", "return"]
        assert await open_to(world.school) == []


class TestGraduate:
    async def test_sees_in_the_list_what_they_can_do(self, world: World) -> None:
        person = await world.graduate()
        first = await world.invite(await world.employer("甲公司"), person)
        await world.invite(await world.employer("乙公司"), person)
        await world.accept(person, first["id"])
        rows = (await world.as_(person).get("/v1/agreements")).json()["items"]
        answers = ("accept", "decline")
        told = {
            row["employer_name"]: {a["action"]: a["allowed"] for a in row["actions"] if a["action"] in answers}
            for row in rows
        }
        assert told == {
            "乙公司": {"accept": False, "decline": True},
            "甲公司": {"accept": False, "decline": False},
        }


class TestTenancy:
    async def test_nobody_else_sees_or_touches_it(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        strangers: list[Actor | Person] = [
            await world.employer("乙公司"),
            await world.graduate(name="王䶮"),
            SchoolUser(id=uuid4(), name="李老师", school_code="19902"),
            DepartmentUser(id=uuid4(), name="钱老师", school_code=SCHOOL, department="数学学院"),
            DepartmentUser(id=uuid4(), name="孙老师", school_code="19902", department=DEPARTMENT),
        ]
        for stranger in strangers:
            assert await names(world, stranger) == []
            answer = await world.as_(stranger).get(f"/v1/agreements/{sent['id']}")
            assert (answer.status_code, answer.json()["code"]) == (404, "agreements.no_such_agreement")
        accept = await world.post(strangers[1], sent["id"], "accept", version=1, terms_sha256="0" * 64)
        decline = await world.post(strangers[1], sent["id"], "decline")
        assert (accept.status_code, decline.status_code) == (404, 404)
        assert (await world.read(employer, sent["id"]))["version"] == 1

    async def test_roles_without_a_part_are_turned_away(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        outsiders = (
            CentreUser(id=uuid4(), name="中心"),
            ProvinceUser(id=uuid4(), name="省级", province_code="11"),
            world.printer,
        )
        for outsider in outsiders:
            for path in ("/v1/agreements", f"/v1/agreements/{sent['id']}"):
                answer = await world.as_(outsider).get(path)
                assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_each_verb_is_for_its_role(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        terms = {"version": 1, "terms_sha256": "0" * 64}
        why = {"reason_code": "other", "detail": "信息有误"}
        allowed: dict[str, tuple[Actor, ...]] = {
            "accept": (person.actor,),
            "decline": (person.actor,),
            "pass": (world.department, world.school),
            "reject": (world.department, world.school),
        }
        bodies: dict[str, dict[str, Any]] = {"accept": terms, "decline": {}, "pass": {}, "reject": why}
        for verb, actors in allowed.items():
            for actor in (employer, person.actor, world.department, world.school):
                if actor not in actors:
                    answer = await world.post(actor, sent["id"], verb, **bodies[verb])
                    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role"), (verb, actor)

    async def test_an_unknown_or_malformed_id_is_a_clear_refusal(self, world: World) -> None:
        employer = await world.employer()
        assert (await world.as_(employer).get(f"/v1/agreements/{uuid4()}")).status_code == 404
        malformed = await world.as_(employer).get("/v1/agreements/1")
        assert (malformed.status_code, malformed.json()["errors"][0]["field"]) == (422, "agreement_id")

    async def test_an_employer_user_without_an_employer_is_told_to_fill_it_in(self, world: World) -> None:
        newcomer = world.newcomer()
        for path in ("/v1/agreements", "/v1/favourites", "/v1/relocation-profile", "/v1/invitations/draft"):
            answer = await world.as_(newcomer).get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "employer_data_missing")

    async def test_nobody_is_let_in_without_a_token(self, world: World) -> None:
        for path in ("/v1/agreements", "/v1/favourites", "/v1/sign-settings/2027", "/v1/relocation-profile"):
            assert (await world.harness.client().get(path)).status_code == 401

    async def test_a_graduate_of_the_same_person_in_another_cohort_is_another(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        other = Graduate(
            id=person.actor.id,
            name=person.actor.name,
            graduate_id=uuid4(),
            school_code=SCHOOL,
            cohort=COHORT + 1,
            confirmed=True,
        )
        assert (await world.harness.client(other).get(f"/v1/agreements/{sent['id']}")).status_code == 404
