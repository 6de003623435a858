"""Schools that take part."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.auth.actors import ProvinceUser
from common.contracts.identity import SchoolCorrected, SchoolOpened
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

    async def test_shows_a_province_its_own_schools(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        for code, province in (("19901", "11"), ("19902", "33")):
            await client.post("/v1/schools", json={"code": code, "name": f"{code}大学", "province_code": province})
        province_user = identity.client(ProvinceUser(id=uuid4(), name="省厅", province_code="33"))
        for params in ({}, {"province_code": "11"}):
            listed = (await province_user.get("/v1/schools", params=params)).json()
            assert [line["code"] for line in listed["items"]] == ["19902"]
        assert (await province_user.get("/v1/schools/19902")).status_code == 200
        assert (await province_user.get("/v1/schools/19901")).status_code == 404
        filtered = (await client.get("/v1/schools", params={"province_code": "11"})).json()
        assert [line["code"] for line in filtered["items"]] == ["19901"]


class TestCorrecting:
    async def correct(self, identity: ServiceHarness, **changes: Any) -> httpx.Response:
        body = {"version": 1, "reason": "教育部批准更名", **changes}
        return await identity.client(centre()).patch("/v1/schools/19901", json=body)

    async def test_says_so_and_keeps_what_was(self, identity: ServiceHarness) -> None:
        await identity.client(centre()).post("/v1/schools", json=WANTED)
        answer = await self.correct(identity, name="示例科技大学")
        assert answer.status_code == 200, answer.text
        facts = answer.json()
        assert (facts["name"], facts["version"], facts["identifier"]) == ("示例科技大学", 2, "4133019901")
        assert [(line["name"], line["reason"]) for line in facts["history"]] == [
            ("示例科技大学", "教育部批准更名"),
            ("示例大学", None),
        ]
        (said,) = await identity.emitted(SchoolCorrected)
        assert (said.school_code, said.name, said.province_code) == ("19901", "示例科技大学", "33")
        assert (await identity.envelopes())[-1].sequence == 2

    async def test_says_nothing_when_nothing_changes(self, identity: ServiceHarness) -> None:
        await identity.client(centre()).post("/v1/schools", json=WANTED)
        assert (await self.correct(identity, name="示例大学")).json()["version"] == 1
        assert await identity.emitted(SchoolCorrected) == []

    async def test_refuses_another_schools_name(self, identity: ServiceHarness) -> None:
        client = identity.client(centre())
        await client.post("/v1/schools", json=WANTED)
        await client.post("/v1/schools", json={"code": "19902", "name": "别的大学", "province_code": "33"})
        refused = await self.correct(identity, name="别的大学")
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.school_name_taken")
        assert await identity.emitted(SchoolCorrected) == []

    async def test_lets_one_of_two_editors_through(self, identity: ServiceHarness) -> None:
        await identity.client(centre()).post("/v1/schools", json=WANTED)
        answers = await asyncio.gather(*(self.correct(identity, name=name) for name in ("甲大学", "乙大学")))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert len(await identity.emitted(SchoolCorrected)) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"province_code": "44"}, "identifier"),
            ({"identifier": "4133019902"}, "identifier"),
            ({"province_code": "99"}, "province_code"),
            ({"name": "大"}, "name"),
            ({"reason": ""}, "reason"),
            ({"code": "19903"}, "code"),
        ],
    )
    async def test_refuses_what_does_not_agree(
        self, identity: ServiceHarness, changes: dict[str, str], field: str
    ) -> None:
        await identity.client(centre()).post("/v1/schools", json=WANTED)
        refused = await self.correct(identity, **changes)
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]

    async def test_of_nothing_is_not_found(self, identity: ServiceHarness) -> None:
        assert (await self.correct(identity, name="示例科技大学")).status_code == 404

    @pytest.mark.parametrize("actor", [school(), department("文学院"), graduate_actor()], ids=lambda a: a.role)
    async def test_is_the_centres_alone(self, identity: ServiceHarness, actor: object) -> None:
        client = identity.client(actor)  # type: ignore[arg-type]
        refused = await client.patch("/v1/schools/19901", json={"version": 1, "reason": "更名"})
        assert refused.status_code == 403
