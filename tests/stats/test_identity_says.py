"""Who leaves the roster leaves the figures and comes back with it; names follow; what is restated changes nothing."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts.identity import (
    EmployerCorrected,
    EmployerRestated,
    GraduateRemoved,
    GraduateRestated,
    SchoolCorrected,
    SchoolRestated,
)
from common.testing.harness import ServiceHarness
from stats.counting.commands import recount
from tests.stats.world import SCHOOL, Agreement, Person, World


def removed(person: Person) -> GraduateRemoved:
    facts = person.on_roster(may_sign=False, on_roster=False).model_dump()
    return GraduateRemoved.model_validate(facts | {"reason": "转学"})


def restated(person: Person, **changes: Any) -> GraduateRestated:
    return GraduateRestated.model_validate(person.on_roster(**changes).model_dump())


async def figures(world: World) -> tuple[int, int, dict[str, int]]:
    """Graduates, agreements and outcomes of the school; the counters equal a recount."""
    async with world.harness.context.database.transaction() as session:
        assert await recount(session, repair=False) == []
    total = (await world.statistics())["total"]
    outcomes = {row["code"]: row["count"] for row in total["outcomes"]}
    return total["counts"]["total"], total["counts"]["records"], outcomes


class TestRemoval:
    async def test_takes_graduate_and_outcome_out_and_leaves_the_agreement(self, world: World) -> None:
        stays, goes = await world.enrol(), await world.enrol()
        for person in (stays, goes):
            await world.hear(person.outcome("71"))
        await world.live(Agreement(goes), "sent")
        assert await figures(world) == (2, 1, {"71": 2})
        await world.hear(removed(goes), 2)
        assert await figures(world) == (1, 1, {"71": 1})

    async def test_is_undone_by_coming_back(self, world: World) -> None:
        person = await world.enrol()
        await world.hear(person.outcome("71"))
        await world.hear(removed(person), 2)
        assert await figures(world) == (0, 0, {})
        await world.hear(person.on_roster(department="哲学系"), 3)
        assert await figures(world) == (1, 0, {"71": 1})

    async def test_keeps_an_outcome_out_that_comes_after_it(self, world: World) -> None:
        person = await world.enrol()
        await world.hear(removed(person), 2)
        await world.hear(person.outcome("71"), 1)
        await world.hear(person.outcome("70"), 2)
        assert await figures(world) == (0, 0, {})
        await world.hear(person.on_roster(), 3)
        assert await figures(world) == (1, 0, {"70": 1})

    async def test_may_be_heard_before_everything_else(self, world: World) -> None:
        person = Person()
        await world.hear(person.outcome("71"))
        await world.hear(removed(person), 2)
        await world.hear(person.on_roster(), 1)
        assert await figures(world) == (0, 0, {})


class TestRestating:
    async def test_changes_no_figure(self, world: World) -> None:
        here, gone = await world.enrol(), await world.enrol()
        await world.hear(here.outcome("71"))
        await world.hear(removed(gone), 2)
        before = await figures(world)
        for _ in range(2):
            await world.hear(restated(here), 1)
            await world.hear(restated(gone, may_sign=False, on_roster=False), 2)
        assert await figures(world) == before == (1, 0, {"71": 1})

    async def test_is_enough_to_count_everybody_again(self, world: World) -> None:
        here, gone = Person(), Person()
        await world.hear(restated(gone, may_sign=False, on_roster=False), 2)
        await world.hear(restated(here), 1)
        assert await figures(world) == (1, 0, {})


class TestNames:
    @pytest.mark.parametrize("kind", [SchoolCorrected, SchoolRestated])
    async def test_of_schools_follow(self, stats: ServiceHarness, world: World, kind: Any) -> None:
        await world.school("旧名大学", 1)
        await world.hear(kind(school_code=SCHOOL, name="新名大学", province_code="33"), 2)
        await world.school("旧名大学", 1)
        assert (await world.statistics())["school"]["label"] == "新名大学"

    @pytest.mark.parametrize("kind", [EmployerCorrected, EmployerRestated])
    async def test_of_employers_follow(self, stats: ServiceHarness, world: World, kind: Any) -> None:
        employer_id = uuid4()
        await world.employer(employer_id, "旧名公司")
        facts = {"employer_id": employer_id, "name": "新名公司", "uscc": "91110108MA00TTT09Y", "address": "1 号"}
        codes = {"nature_code": "39", "industry_code": "34", "region_code": "330113", "changed_fields": ["name"]}
        await world.hear(kind.model_validate(facts | codes), 2)
        [row] = await stats.rows("SELECT name FROM employer_names WHERE employer_id = :id", id=employer_id)
        assert row.name == "新名公司"
