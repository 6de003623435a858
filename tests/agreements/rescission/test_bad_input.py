"""What is malformed is refused by name, and nothing is half done."""

from typing import Any

import pytest

from common.contracts.agreements import RescissionRequested
from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import NOT_KEPT, ask, done, proof, try_to_ask
from tests.agreements.world import World


class TestRequest:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"reason": "none"}, "reason"),
            ({"reason": None}, "reason"),
            ({"reason": "找到了更好的工作"}, "reason"),
            ({"detail": "长" * 201}, "detail"),
            ({"detail": "\x00"}, "detail"),
            ({"detail": 5}, "detail"),
            ({"file_ids": ["x"]}, "file_ids.0"),
            ({"file_ids": ["018f0000-0000-7000-8000-000000000000"] * 2}, "file_ids"),
            ({"file_ids": [f"018f0000-0000-7000-8000-{number:012d}" for number in range(10)]}, "file_ids"),
            ({"unknown": 1}, "unknown"),
        ],
    )
    async def test_names_the_field(self, world: World, signed: Signed, body: dict[str, Any], field: str) -> None:
        refused = await try_to_ask(world, signed.person, signed.id, **body)
        assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (422, [field])
        assert await world.harness.emitted(RescissionRequested) == []
        assert await world.harness.rows("SELECT 1 FROM rescissions") == []

    async def test_takes_text_up_to_its_limit_with_rare_characters(self, world: World, signed: Signed) -> None:
        detail = "𠮷" * 199 + "。"
        asked = await ask(world, signed.person, signed.id, detail=detail)
        assert asked["rescission"]["detail"] == detail

    async def test_online_takes_no_files(self, world: World, signed: Signed) -> None:
        refused = await try_to_ask(world, signed.person, signed.id, file_ids=[await proof(world, signed.person)])
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"], fault["reason"]) == (422, "file_ids", "线上解约不需要上传材料")

    async def test_the_reasons_are_those_on_the_list(self, world: World, signed: Signed) -> None:
        read = await world.read(signed.person, signed.id)
        assert [reason["label"] for reason in read["rescission_reasons"]] == [
            "双方协商一致",
            "继续深造",
            "考取公务员或事业单位",
            "应征入伍",
            "家庭原因",
            "身体原因",
            "单位承诺的条件无法兑现",
            "单位经营发生问题",
            "其他",
        ]
        assert [ruling["label"] for ruling in (await world.read(world.school, signed.id))["rulings"]] == [
            "双方同意解约",
            "学生单方面解约",
        ]

    async def test_one_key_asks_once(self, world: World, signed: Signed) -> None:
        headers, body = {"Idempotency-Key": "the-same-key-twice"}, {"reason": "agreed"}
        path = f"/v1/agreements/{signed.id}/request-rescission"
        answers = [await world.as_(signed.person).post(path, json=body, headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert len(await world.harness.emitted(RescissionRequested)) == 1


class TestDecisions:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            (NOT_KEPT | {"reason_code": "further_study"}, "reason_code"),
            (NOT_KEPT | {"detail": " "}, "detail"),
            (NOT_KEPT | {"detail": "长" * 501}, "detail"),
            ({"detail": "x"}, "reason_code"),
        ],
    )
    async def test_a_rejection_needs_a_reason_and_a_text(
        self, world: World, signed: Signed, body: dict[str, Any], field: str
    ) -> None:
        await ask(world, signed.person, signed.id)
        await done(world, signed.employer, signed.id, "agree-rescission")
        refused = await world.post(world.department, signed.id, "reject-rescission", **body)
        assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (422, [field])

    async def test_an_answer_is_short(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        refused = await world.post(signed.employer, signed.id, "decline-rescission", detail="长" * 201)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "detail")

    async def test_reviewers_of_another_school_know_nothing_of_it(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        stranger = type(world.school)(id=world.school.id, name="外校", school_code="10001")
        client = world.harness.client(stranger)
        for verb, body in (("pass-rescission", {}), ("reject-rescission", NOT_KEPT)):
            answer = await client.post(f"/v1/agreements/{signed.id}/{verb}", json=body)
            assert answer.status_code == 404
