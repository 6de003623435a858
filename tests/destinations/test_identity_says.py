"""Graduates who leave the roster, schools that are renamed, reviewers who see a part of the levels."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import Graduate
from common.contracts.identity import GraduateFacts, GraduateRemoved, GraduateRestated, SchoolCorrected, SchoolRestated
from common.messaging.consumer import Done
from common.testing.harness import ServiceHarness
from tests.destinations.people import SCHOOL, Registrar, corrected, department_user, enrolled, graduate, school_user


async def remove(harness: ServiceHarness, actor: Graduate, sequence: int = 2) -> None:
    facts = enrolled(actor, may_sign=False, on_roster=False).model_dump()
    event = GraduateRemoved.model_validate(facts | {"reason": "转专业"})
    assert await harness.deliver(event, sequence=sequence) == Done()


class TestAGraduateWhoLeftTheRoster:
    async def test_registers_nothing_and_is_told_who_can_change_it(
        self, destinations: ServiceHarness, registrar: Registrar
    ) -> None:
        actor = await registrar.meet()
        await remove(destinations, actor)
        refused = await registrar.submit(actor)
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_is_on_roster")
        assert "学校用户" in refused.json()["who_can_change"]

    async def test_resubmits_no_draft(self, destinations: ServiceHarness, registrar: Registrar) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        assert (await registrar.do(actor, made["id"], "withdraw")).status_code == 200
        await remove(destinations, actor)
        refused = await registrar.do(actor, made["id"], "submit", destination_code="71", fields={})
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_is_on_roster")

    async def test_registers_again_once_back(self, destinations: ServiceHarness, registrar: Registrar) -> None:
        actor = await registrar.meet()
        await remove(destinations, actor)
        await destinations.deliver(corrected(actor), sequence=3)
        await registrar.submitted(actor)

    async def test_stays_away_when_an_older_word_comes_late(
        self, destinations: ServiceHarness, registrar: Registrar
    ) -> None:
        actor = graduate()
        await remove(destinations, actor, sequence=2)
        await registrar.meet(actor)
        assert (await registrar.submit(actor)).status_code == 409


class TestASchool:
    async def test_that_is_renamed_is_shown_by_its_new_name(
        self, destinations: ServiceHarness, registrar: Registrar
    ) -> None:
        actor = await registrar.meet()
        made = await registrar.submitted(actor)
        renamed = SchoolCorrected(school_code=SCHOOL, name="江南示范理工大学", province_code="33")
        assert await destinations.deliver(renamed, sequence=2) == Done()
        detail = (await destinations.client(actor).get(f"/v1/destinations/{made['id']}")).json()
        [row] = (await destinations.client(school_user).get("/v1/destinations")).json()["items"]
        assert detail["graduate"]["school"] == row["graduate"]["school"] == {"code": SCHOOL, "label": renamed.name}


class TestDataScope:
    @pytest.mark.parametrize(("scope", "levels"), [("undergraduate", ["31"]), ("postgraduate", ["11"])])
    async def test_narrows_what_reviewers_list_read_and_decide(
        self, destinations: ServiceHarness, registrar: Registrar, scope: Any, levels: list[str]
    ) -> None:
        made = {}
        for level in ("31", "11"):
            made[level] = await registrar.submitted(await registrar.meet(level_code=level))
        [hidden] = [made[level]["id"] for level in made if level not in levels]
        for user in (school_user, department_user):
            scoped = replace(user, id=uuid4(), data_scope=scope)
            client = destinations.client(scoped)
            rows = (await client.get("/v1/destinations")).json()["items"]
            assert [row["graduate"]["level"]["code"] for row in rows] == levels
            answers = [
                await client.get(f"/v1/destinations/{hidden}"),
                await registrar.do(scoped, hidden, "pass"),
                await registrar.do(scoped, hidden, "reject", reason="不符"),
            ]
            assert [answer.status_code for answer in answers] == [404] * 3
        inside = replace(school_user, id=uuid4(), data_scope=scope)
        assert (await registrar.do(inside, made[levels[0]]["id"], "pass")).status_code == 200


class TestRebuilding:
    async def test_from_restated_facts_alone_gives_the_same_copies(self, destinations: ServiceHarness) -> None:
        here, gone = graduate(), graduate()
        school = {"school_code": SCHOOL, "name": "江南示范大学", "province_code": "33"}
        await destinations.deliver(enrolled(here), sequence=1)
        await remove(destinations, gone)
        await destinations.deliver(SchoolCorrected.model_validate(school), sequence=2)
        tables = ("roster_copies", "school_copies")
        before = [await destinations.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]
        for table in tables:
            await destinations.rows(f"DELETE FROM {table} RETURNING 1")

        facts: list[tuple[GraduateFacts | SchoolRestated, int]] = [
            (GraduateRestated.model_validate(enrolled(here).model_dump()), 1),
            (GraduateRestated.model_validate(enrolled(gone, may_sign=False, on_roster=False).model_dump()), 2),
            (SchoolRestated.model_validate(school), 2),
        ]
        for event, sequence in [*facts, *reversed(facts)]:
            assert await destinations.deliver(event, sequence=sequence) == Done()
        assert [await destinations.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before
