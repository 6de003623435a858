"""作废 by the school: who, when, what it needs, what it leaves."""

from typing import Any

import pytest

from common.contracts.agreements import AgreementVoided
from tests.agreements.endings.support import WHY, done, refused
from tests.agreements.rescission.support import ask
from tests.agreements.world import World

VOIDED_BY_SCHOOL = {"code": "school_voided", "label": "学校作废"}


class TestVoid:
    async def test_ends_a_signed_agreement_and_says_why(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        voided = await done(world, world.school, signed["id"], "void", **WHY)
        assert voided["status"] == {
            "code": "voided",
            "label": "已作废",
            "note": None,
            "tab": {"code": "voided", "label": "已作废"},
        }
        assert voided["ending"] == {"reason": VOIDED_BY_SCHOOL, **WHY}
        assert (voided["number"], voided["signed_at"]) == (signed["number"], signed["signed_at"])
        assert (voided["due_at"], voided["timeline"][-1]["action"]["label"]) == (None, "作废")
        [said] = await world.harness.emitted(AgreementVoided)
        assert (str(said.agreement_id), said.detail) == (signed["id"], WHY["detail"])

    async def test_the_talk_is_the_schools_alone(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await done(world, world.school, signed["id"], "void", **WHY)
        for reader in (employer, person):
            seen = await world.read(reader, signed["id"])
            assert seen["ending"] == {"reason": VOIDED_BY_SCHOOL, "detail": WHY["detail"], "talk": None}
            assert WHY["talk"] not in str(seen)
            assert seen["timeline"][-1]["by"] == "学校用户"
        listed = (await world.as_(employer).get("/v1/agreements?tab=voided")).json()["items"]
        assert [row["id"] for row in listed] == [signed["id"]]

    async def test_sets_the_graduate_free_at_once(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer("甲公司"), person)
        waiting = await world.invite(await world.employer("乙公司"), person)
        await done(world, world.school, signed["id"], "void", **WHY)
        assert (await world.accept(person, waiting["id"]))["status"]["code"] == "in_review"

    async def test_ends_the_rescission_that_was_under_way(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await ask(world, person, signed["id"])
        await done(world, world.school, signed["id"], "void", **WHY)
        assert await refused(world, employer, signed["id"], "agree-rescission") == (409, "status_allows_this_action")

    async def test_is_not_for_what_does_not_stand(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        for state in ("awaiting_graduate", "in_review"):
            answer = await world.post(world.school, sent["id"], "void", **WHY)
            assert (answer.status_code, answer.json()["state"]) == (409, state)
            if state == "awaiting_graduate":
                await world.accept(person, sent["id"])

    async def test_is_for_the_school_alone(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        for actor in (world.department, employer, person, world.province):
            answer = await world.post(actor, signed["id"], "void", **WHY)
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_happens_once(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        await done(world, world.school, signed["id"], "void", **WHY)
        assert await refused(world, world.school, signed["id"], "void", **WHY) == (409, "status_allows_this_action")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"detail": "单位已注销。"}, "talk"),
            ({"talk": "已电话沟通。"}, "detail"),
            (WHY | {"detail": " \n "}, "detail"),
            (WHY | {"talk": "长" * 501}, "talk"),
            (WHY | {"why": "x"}, "why"),
        ],
    )
    async def test_needs_a_reason_and_the_talk(self, world: World, body: dict[str, Any], field: str) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        answer = await world.post(world.school, signed["id"], "void", **body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)

    async def test_the_longest_texts_are_kept_whole(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        longest = {"detail": "䶮" * 500, "talk": "𠮷" * 500}
        assert (await done(world, world.school, signed["id"], "void", **longest))["ending"] == {
            "reason": VOIDED_BY_SCHOOL,
            **longest,
        }
