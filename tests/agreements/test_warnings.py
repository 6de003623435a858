"""预警单位 beside employers: who is shown which warnings, and that they block nothing (guides/003 §9)."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import EmployerUser, SchoolUser
from common.contracts.identity import WarningEmployerChanged
from common.messaging.consumer import Done
from tests.agreements.world import SCHOOL, Person, World

USCC = "91110108MA00TTT09Y"
NAME = "北京示例科技有限公司"


async def warn(world: World, sequence: int = 1, **changes: Any) -> None:
    facts = {
        "employer_key": f"uscc:{USCC}",
        "name": NAME,
        "uscc": USCC,
        "national": False,
        "marks": [{"school_code": SCHOOL, "warning_types": ["fake", "discrimination"]}],
    }
    event = WarningEmployerChanged.model_validate(facts | changes)
    assert await world.harness.deliver(event, sequence=sequence) == Done()


@pytest.fixture
async def employer(world: World) -> EmployerUser:
    return await world.employer()


@pytest.fixture
async def person(world: World) -> Person:
    return await world.graduate()


class TestAMarkOfTheOwnSchool:
    async def test_is_shown_to_graduate_department_and_school_and_not_to_the_employer(
        self, world: World, employer: EmployerUser, person: Person
    ) -> None:
        await warn(world)
        sent = await world.invite(employer, person)
        for reader in (person, world.department, world.school):
            detail = await world.read(reader, sent["id"])
            assert [kind["label"] for kind in detail["warning"]["types"]] == ["虚假单位", "就业歧视"]
            assert (detail["warning"]["by_own_school"], detail["warning"]["national"]) == (True, False)
            assert "仅供参考" in detail["warning"]["text"]
            [row] = (await world.as_(reader).get("/v1/agreements")).json()["items"]
            assert row["warning"] == detail["warning"]
        assert (await world.read(employer, sent["id"]))["warning"] is None
        assert (await world.as_(employer).get("/v1/agreements")).json()["items"][0]["warning"] is None

    async def test_blocks_nothing(self, world: World, employer: EmployerUser, person: Person) -> None:
        await warn(world, national=True)
        assert (await world.signed(employer, person))["status"]["code"] == "signed"

    async def test_goes_by_the_name_when_the_school_did_not_know_the_code(
        self, world: World, employer: EmployerUser, person: Person
    ) -> None:
        await warn(world, employer_key=f"name:{NAME}", uscc=None)
        sent = await world.invite(employer, person)
        assert (await world.read(person, sent["id"]))["warning"]["by_own_school"]

    async def test_disappears_when_it_is_lifted_and_an_older_word_does_not_bring_it_back(
        self, world: World, employer: EmployerUser, person: Person
    ) -> None:
        await warn(world, 3, marks=[])
        await warn(world, 2)
        sent = await world.invite(employer, person)
        assert (await world.read(person, sent["id"]))["warning"] is None


class TestMarksOfOtherSchools:
    async def test_are_shown_only_once_they_are_national(
        self, world: World, employer: EmployerUser, person: Person
    ) -> None:
        others = [{"school_code": f"1990{place}", "warning_types": ["irregular"]} for place in range(2, 7)]
        sent = await world.invite(employer, person)
        await warn(world, 4, marks=others[:4])
        assert (await world.read(world.school, sent["id"]))["warning"] is None
        await warn(world, 5, marks=others, national=True)
        shown = (await world.read(world.school, sent["id"]))["warning"]
        assert (shown["by_own_school"], shown["national"]) == (False, True)
        assert shown["types"] == [{"code": "irregular", "label": "违规单位"}]

    async def test_name_no_school_to_anybody(self, world: World, employer: EmployerUser, person: Person) -> None:
        await warn(world, national=True, marks=[{"school_code": "19955", "warning_types": ["fake"]}])
        sent = await world.invite(employer, person)
        answer = await world.as_(SchoolUser(id=uuid4(), name="王", school_code=SCHOOL)).get("/v1/agreements")
        assert sent["id"] in answer.text
        assert "19955" not in answer.text
