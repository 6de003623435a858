"""Employers that the centre suspends, graduates that leave the roster, reviewers who see a part of the levels."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import EmployerUser
from common.contracts.identity import (
    EmployerCorrected,
    EmployerFacts,
    EmployerReinstated,
    EmployerRestated,
    EmployerSuspended,
    GraduateFacts,
    GraduateRemoved,
    GraduateRestated,
    SchoolCorrected,
    SchoolRestated,
    WarningEmployerChanged,
    WarningEmployerRestated,
)
from common.messaging.consumer import Done
from tests.agreements.world import SCHOOL, SCHOOL_NAME, Person, World

FACTS = {
    "name": "北京示例科技有限公司",
    "uscc": "91110108MA00TTT09Y",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "110108",
    "address": "中关村大街1号",
}


async def say(
    world: World, kind: type[EmployerFacts], actor: EmployerUser, sequence: int, **changes: Any
) -> EmployerFacts:
    event = kind.model_validate({"employer_id": actor.employer_id, **FACTS, **changes})
    assert await world.harness.deliver(event, sequence=sequence) == Done()
    return event


async def suspend(world: World, actor: EmployerUser, sequence: int = 2) -> None:
    await say(world, EmployerSuspended, actor, sequence, may_sign=False, reason="授权书已失效")


async def tell(world: World, kind: type[GraduateFacts], person: Person, sequence: int, **changes: Any) -> None:
    event = kind.model_validate(person.facts | changes)
    assert await world.harness.deliver(event, sequence=sequence) == Done()


async def remove(world: World, person: Person, sequence: int = 2) -> None:
    await tell(world, GraduateRemoved, person, sequence, may_sign=False, on_roster=False, reason="转专业")


class TestASuspendedEmployer:
    async def test_searches_keeps_and_invites_nobody(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await suspend(world, employer)
        client = world.as_(employer)
        answers = [
            await client.post("/v1/graduate-searches", json=person.as_known()),
            await client.post("/v1/favourites", json=(await world.graduate("乙")).as_known()),
            await world.try_to_invite(employer, favourite),
        ]
        assert [answer.status_code for answer in answers] == [409] * 3
        assert {answer.json()["rule"] for answer in answers} == {"employer_is_not_suspended"}
        assert "教育部学生服务与素质发展中心" in answers[0].json()["who_can_change"]

    async def test_signs_with_nobody_who_was_invited_before(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await suspend(world, employer)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "employer_is_not_suspended")
        [accept] = [row for row in (await world.read(person, sent["id"]))["actions"] if row["action"] == "accept"]
        assert (accept["allowed"], accept["rule"]) == (False, "employer_is_not_suspended")
        assert (await world.post(person, sent["id"], "decline")).status_code == 200

    async def test_sees_the_end_of_what_runs(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        await suspend(world, employer)
        await world.pass_as(world.department, sent["id"])
        assert (await world.pass_as(world.school, sent["id"]))["status"]["code"] == "signed"

    async def test_goes_on_once_it_is_reinstated(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await suspend(world, employer)
        await say(world, EmployerReinstated, employer, 3)
        await world.invite(employer, person)

    async def test_stays_suspended_when_an_older_word_comes_late(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await suspend(world, employer, sequence=3)
        await say(world, EmployerCorrected, employer, 2, changed_fields=["address"])
        refused = await world.as_(employer).post("/v1/graduate-searches", json=person.as_known())
        assert refused.json()["rule"] == "employer_is_not_suspended"


class TestACorrectedEmployer:
    async def test_is_printed_anew_in_what_is_accepted_later_and_not_in_what_was(self, world: World) -> None:
        employer, first, second = await world.employer(), await world.graduate(), await world.graduate("乙")
        before, after = await world.invite(employer, first), await world.invite(employer, second)
        await world.accept(first, before["id"])
        await say(world, EmployerCorrected, employer, 2, name="北京新名科技有限公司", changed_fields=["name"])
        await world.accept(second, after["id"])
        assert (await world.read(first, before["id"]))["employer"]["name"] == "北京示例科技有限公司"
        assert (await world.read(second, after["id"]))["employer"]["name"] == "北京新名科技有限公司"


class TestAGraduateWhoLeftTheRoster:
    async def test_is_not_found(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await remove(world, person)
        answer = await world.as_(employer).post("/v1/graduate-searches", json=person.as_known())
        assert (answer.status_code, answer.json()["code"]) == (404, "agreements.no_such_graduate")

    async def test_is_not_invited_though_a_favourite(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await remove(world, person)
        refused = await world.try_to_invite(employer, favourite)
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.favourite_invalid")
        assert "已不在学生名单中" in refused.json()["detail"]

    async def test_accepts_nothing(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await remove(world, person)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["state"]) == (409, "invalidated")

    async def test_is_found_again_once_back(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await remove(world, person)
        await world.correct(person, 3)
        await world.invite(employer, person)


class TestASchool:
    async def test_that_is_renamed_is_found_by_either_name(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        event = SchoolCorrected(school_code=SCHOOL, name="北京示例理工大学", province_code="11")
        assert await world.harness.deliver(event, sequence=2) == Done()
        for name in (SCHOOL_NAME, "北京示例理工大学"):
            answer = await world.as_(employer).post("/v1/graduate-searches", json=person.as_known(school_name=name))
            assert answer.status_code == 200


class TestDataScope:
    @pytest.mark.parametrize(("scope", "seen"), [("all", 2), ("undergraduate", 1), ("postgraduate", 1)])
    async def test_narrows_what_reviewers_list(self, world: World, scope: Any, seen: int) -> None:
        employer = await world.employer()
        for level in ("31", "11"):
            await world.invite(employer, await world.graduate(level_code=level))
        for user in (world.school, world.department):
            scoped = replace(user, id=uuid4(), data_scope=scope)
            rows = (await world.as_(scoped).get("/v1/agreements")).json()["items"]
            assert len(rows) == seen
            if seen == 1:
                assert rows[0]["graduate"]["level"]["code"] == {"undergraduate": "31", "postgraduate": "11"}[scope]

    async def test_narrows_what_reviewers_read_and_decide(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate(level_code="11")
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        outside = replace(world.department, id=uuid4(), data_scope="undergraduate")
        path = f"/v1/agreements/{sent['id']}"
        reason = {"reason_code": "other", "detail": "不符"}
        answers = [
            await world.as_(outside).get(path),
            await world.as_(outside).post(f"{path}/pass"),
            await world.as_(outside).post(f"{path}/reject", json=reason),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3
        inside = replace(world.department, id=uuid4(), data_scope="postgraduate")
        await world.pass_as(inside, sent["id"])


class TestRebuilding:
    async def test_from_restated_facts_alone_gives_the_same_copies(self, world: World) -> None:
        employer, suspended, person, gone = (
            await world.employer(),
            await world.employer("乙公司"),
            await world.graduate(),
            await world.graduate("乙"),
        )
        await suspend(world, suspended)
        await remove(world, gone)
        warned = {"employer_key": f"uscc:{FACTS['uscc']}", "name": "甲", "uscc": FACTS["uscc"], "national": False}
        marks = [{"school_code": SCHOOL, "warning_types": ["fake"]}]
        changed = WarningEmployerChanged.model_validate(warned | {"marks": marks})
        await world.harness.deliver(changed, sequence=4)
        tables = ("employers", "graduates", "schools", "warning_employers")
        before = {table: await world.harness.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables}
        for table in tables:
            await world.harness.rows(f"DELETE FROM {table} RETURNING 1")

        restated = (
            (EmployerRestated.model_validate({"employer_id": employer.employer_id, **FACTS}), 1),
            (EmployerRestated.model_validate({"employer_id": suspended.employer_id, **FACTS, "may_sign": False}), 2),
            (GraduateRestated.model_validate(person.facts), 1),
            (GraduateRestated.model_validate(gone.facts | {"may_sign": False, "on_roster": False}), 2),
            (SchoolRestated(school_code=SCHOOL, name=SCHOOL_NAME, province_code="11"), 1),
            (WarningEmployerRestated.model_validate(warned | {"marks": marks}), 4),
        )
        for _ in range(2):
            for event, sequence in reversed(restated):
                assert await world.harness.deliver(event, sequence=sequence) == Done()
        after = {table: await world.harness.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables}
        assert after == before

    async def test_changes_nothing_that_is_newer(self, world: World) -> None:
        employer = await world.employer()
        await suspend(world, employer, sequence=5)
        await say(world, EmployerRestated, employer, 4)
        [row] = await world.harness.rows("SELECT may_sign, sequence FROM employers")
        assert (row.may_sign, row.sequence) == (False, 5)
