"""What helps to fill in a form: the last one, employers by their code, and warnings of employers that are typed in."""

from typing import Any

import pytest

from common.contracts.identity import WarningEmployerChanged
from common.messaging.consumer import Done
from tests.agreements.conftest import Time
from tests.agreements.offline.support import CONTENT, TYPED, VERIFIED, done, form, submit
from tests.agreements.supplement.support import register
from tests.agreements.world import SCHOOL, World

DRAFT = "/v1/agreement-forms/draft"


class TestDraft:
    async def test_is_empty_at_first(self, world: World) -> None:
        answer = await world.as_(await world.graduate()).get(DRAFT)
        assert (answer.status_code, answer.json()) == (200, {"employer": None, "letter": None})

    async def test_is_the_graduates_last_form(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate()
        sent = await submit(world, person)
        await done(world, person, sent["id"], "discard")
        await register(world, person, **form({"name": "另一家公司"}, job_title="测试工程师"))
        await submit(world, other)
        draft = (await world.as_(person).get(DRAFT)).json()
        assert draft["employer"] == TYPED | {"name": "另一家公司", "uscc": None}
        assert (draft["letter"]["job_title"], draft["letter"]["contact_phone"]) == (
            "测试工程师",
            CONTENT["contact_phone"],
        )
        assert "valid_days" not in draft["letter"]

    async def test_can_be_sent_as_it_is(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await done(world, person, sent["id"], "discard")
        draft = (await world.as_(person).get(DRAFT)).json()
        assert (await world.as_(person).post("/v1/offline-agreements", json=draft)).status_code == 201

    async def test_leaves_out_a_day_that_is_over(self, world: World, time: Time) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T02:00:00+00:00")
        await submit(world, person, **form(report_by="2026-11-12"))
        time.is_("2026-11-13T02:00:00+00:00")
        assert (await world.as_(person).get(DRAFT)).json()["letter"]["report_by"] is None

    async def test_of_an_invitation_is_the_employers_own(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await submit(world, person, employer=TYPED | VERIFIED)
        assert (await world.as_(employer).get("/v1/invitations/draft")).json()["letter"] is None


class TestEmployerSearch:
    async def test_finds_a_verified_employer_by_its_exact_code(self, world: World) -> None:
        employer = await world.employer()
        answer = await search(world, VERIFIED["uscc"])
        assert answer["employer_id"] == str(employer.employer_id)
        assert (answer["name"], answer["region"]["label"]) == (VERIFIED["name"], "北京市海淀区")
        assert (answer["suspended"], answer["warning"]) == (False, None)

    async def test_finds_nobody_else(self, world: World) -> None:
        client = world.as_(await world.graduate())
        answer = await client.post("/v1/employer-searches", json={"uscc": VERIFIED["uscc"]})
        assert (answer.status_code, answer.json()["code"]) == (404, "agreements.no_such_employer")

    @pytest.mark.parametrize("uscc", ["", "91110108MA00TTT0", "91110108MA00TTT090", 1])
    async def test_needs_a_code_that_can_be_one(self, world: World, uscc: Any) -> None:
        answer = await world.as_(await world.graduate()).post("/v1/employer-searches", json={"uscc": uscc})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "uscc")

    async def test_is_counted_like_every_search(self, world: World) -> None:
        await world.employer()
        await search(world, VERIFIED["uscc"])
        assert await world.harness.rows("SELECT 1 FROM search_counts")

    async def test_shows_the_warning(self, world: World) -> None:
        await world.employer()
        await warn(world, f"uscc:{VERIFIED['uscc']}")
        assert (await search(world, VERIFIED["uscc"]))["warning"]["by_own_school"]

    async def test_is_for_graduates(self, world: World) -> None:
        answer = await world.as_(world.school).post("/v1/employer-searches", json={"uscc": VERIFIED["uscc"]})
        assert answer.status_code == 403


class TestWarnings:
    async def test_reach_employers_that_are_typed_in(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        assert sent["warning"] is None
        await warn(world, f"name:{TYPED['name']}")
        for reader in (person, world.school, world.department):
            assert (await world.read(reader, sent["id"]))["warning"]["by_own_school"]
            [listed] = (await world.as_(reader).get("/v1/agreements")).json()["items"]
            assert listed["warning"]["by_own_school"]


async def search(world: World, uscc: str) -> dict[str, Any]:
    answer = await world.as_(await world.graduate()).post("/v1/employer-searches", json={"uscc": uscc})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def warn(world: World, key: str) -> None:
    """The world's school marks an employer."""
    mark = {"school_code": SCHOOL, "warning_types": ["fake"]}
    kind, _, value = key.partition(":")
    event = WarningEmployerChanged.model_validate(
        {
            "employer_key": key,
            "name": value if kind == "name" else VERIFIED["name"],
            "uscc": value if kind == "uscc" else None,
            "national": False,
            "marks": [mark],
        }
    )
    assert await world.harness.deliver(event) == Done()
