"""Schools that take part."""

import asyncio

import pytest

from common.contracts.identity import SchoolOpened
from common.testing.harness import ServiceHarness
from tests.identity.roster.support import centre, department, graduate_actor, school

WANTED = {"code": "19901", "identifier": "4133019901", "name": "示例大学", "province_code": "33"}


class TestOpening:
    async def test_says_so_and_shows_the_school(self, identity: ServiceHarness) -> None:
        answer = await identity.client(centre()).post("/v1/schools", json=WANTED)
        assert answer.status_code == 201
        assert answer.json() == WANTED | {"province": "浙江省", "version": 1}
        (said,) = await identity.emitted(SchoolOpened)
        assert (said.school_code, said.name, said.province_code) == ("19901", "示例大学", "33")
        assert (await identity.envelopes())[0].sequence == 1

    async def test_does_without_an_identifier(self, identity: ServiceHarness) -> None:
        wanted = {name: value for name, value in WANTED.items() if name != "identifier"}
        answer = await identity.client(centre()).post("/v1/schools", json=wanted)
        assert answer.status_code == 201
        assert answer.json()["identifier"] is None

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "1990"}, "code"),
            ({"code": 19901}, "code"),
            ({"identifier": "4133019902"}, "identifier"),
            ({"identifier": "4144019901"}, "identifier"),
            ({"identifier": "9933019901"}, "identifier"),
            ({"province_code": "99"}, "province_code"),
            ({"name": " "}, "name"),
            ({"name": "大" * 101}, "name"),
            ({"version": 7}, "version"),
        ],
    )
    async def test_refuses_what_is_malformed(
        self, identity: ServiceHarness, changes: dict[str, object], field: str
    ) -> None:
        answer = await identity.client(centre()).post("/v1/schools", json=WANTED | changes)
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == field
        assert error["reason"]
        assert error["remedy"]
        assert await identity.envelopes() == []

    @pytest.mark.parametrize(
        "other",
        [
            WANTED,
            WANTED | {"code": "19902", "identifier": None},
            {"code": "19901", "name": "别的大学", "province_code": "33"},
        ],
    )
    async def test_refuses_a_school_that_is_there(self, identity: ServiceHarness, other: dict[str, object]) -> None:
        client = identity.client(centre())
        await client.post("/v1/schools", json=WANTED)
        answer = await client.post("/v1/schools", json=other)
        assert answer.status_code == 409
        assert answer.json()["code"] == "identity.school_already_opened"
        assert len(await identity.emitted(SchoolOpened)) == 1

    async def test_two_at_once_open_one_school(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        answers = await asyncio.gather(*(client.post("/v1/schools", json=WANTED) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len(await identity.emitted(SchoolOpened)) == 1

    async def test_the_same_key_is_answered_the_same(self, identity: ServiceHarness) -> None:
        client, key = identity.client(centre()), {"Idempotency-Key": "open-19901"}
        first = await client.post("/v1/schools", json=WANTED, headers=key)
        second = await client.post("/v1/schools", json=WANTED, headers=key)
        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert len(await identity.emitted(SchoolOpened)) == 1

    @pytest.mark.parametrize("actor", [school(), department("文学院"), graduate_actor()], ids=lambda a: a.role)
    async def test_is_the_centres_alone(self, identity: ServiceHarness, actor: object) -> None:
        answer = await identity.client(actor).post("/v1/schools", json=WANTED)  # type: ignore[arg-type]
        assert answer.status_code == 403
        assert await identity.envelopes() == []


class TestList:
    async def test_shows_everybody_all_schools(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        for code, name in (("19902", "乙大学"), ("19901", "甲大学")):
            await client.post("/v1/schools", json={"code": code, "name": name, "province_code": "11"})
        answer = await identity.client(graduate_actor()).get("/v1/schools")
        expected = {"code": "19901", "name": "甲大学", "province_code": "11", "province": "北京市"}
        assert answer.json()["items"][0] == expected
        assert [line["code"] for line in answer.json()["items"]] == ["19901", "19902"]

    async def test_pages_and_filters_by_name(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        for number in range(1, 4):
            await client.post(
                "/v1/schools", json={"code": f"1990{number}", "name": f"第{number}大学", "province_code": "11"}
            )
        first = (await client.get("/v1/schools", params={"limit": 2})).json()
        rest = (await client.get("/v1/schools", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert [line["code"] for line in first["items"] + rest["items"]] == ["19901", "19902", "19903"]
        assert rest["next_cursor"] is None
        found = (await client.get("/v1/schools", params={"name": "第3"})).json()
        assert [line["code"] for line in found["items"]] == ["19903"]

    async def test_needs_somebody_known(self, identity: ServiceHarness) -> None:
        assert (await identity.client().get("/v1/schools")).status_code == 401
