"""“这不是我签的”: a case freezes the agreement, and the school decides."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts.agreements import AgreementDisputed, AgreementVoided, DisputeDismissed
from tests.agreements.conftest import Time
from tests.agreements.endings.support import FOUND, NOT_MINE, WHY, done, refused
from tests.agreements.files.support import uploaded
from tests.agreements.rescission.support import FURTHER_STUDY, ask
from tests.agreements.world import Person, World

FROZEN = (409, "agreement_is_not_frozen")


class TestDispute:
    async def test_opens_a_case_and_freezes(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        proof = await uploaded(world, person, "dispute_proof")
        disputed = await done(world, person, signed["id"], "dispute", **NOT_MINE, file_ids=[proof])
        assert (disputed["frozen"], disputed["status"]["code"]) == (True, "signed")
        [case] = disputed["disputes"]
        assert case["case_number"].startswith("YY20")
        assert (case["detail"], case["file_ids"], case["outcome"]) == (NOT_MINE["detail"], [proof], None)
        [said] = await world.harness.emitted(AgreementDisputed)
        assert (said.detail, [str(file) for file in said.file_ids]) == (NOT_MINE["detail"], [proof])

    async def test_everything_rests_meanwhile(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        assert await refused(world, world.school, signed["id"], "void", **WHY) == FROZEN
        for side in (employer, person):
            assert await refused(world, side, signed["id"], "request-rescission", **FURTHER_STUDY) == FROZEN
        assert await refused(world, person, signed["id"], "dispute", **NOT_MINE) == FROZEN

    async def test_a_review_rests_too(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        assert await refused(world, world.department, sent["id"], "pass") == FROZEN
        await done(world, world.school, sent["id"], "dismiss-dispute", **FOUND)
        passed = await world.pass_as(world.department, sent["id"])
        assert passed["review_step"]["code"] == "school"

    async def test_the_employer_learns_that_there_is_a_case_and_not_what_was_said(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        disputed = await done(world, person, signed["id"], "dispute", **NOT_MINE)
        seen = await world.read(employer, signed["id"])
        assert (seen["frozen"], seen["disputes"]) == (True, [])
        assert seen["timeline"][-1]["action"]["label"] == "这不是我签的"
        assert seen["timeline"][-1]["detail"] == f"案件编号：{disputed['disputes'][0]['case_number']}"
        assert NOT_MINE["detail"] not in str(seen)
        assert (await world.as_(employer).get(f"/v1/agreements/{signed['id']}/disputes")).json() == []

    async def test_the_department_reads_the_case(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        [case] = (await world.as_(world.department).get(f"/v1/agreements/{signed['id']}/disputes")).json()
        assert case["detail"] == NOT_MINE["detail"]

    async def test_an_unanswered_invitation_is_declined_not_disputed(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        answer = await world.post(person, sent["id"], "dispute", **NOT_MINE)
        assert (answer.status_code, answer.json()["state"]) == (409, "awaiting_graduate")

    async def test_is_the_graduates_own(self, world: World) -> None:
        employer, person, other = await world.employer(), await world.graduate(), await world.graduate("王䶮")
        signed = await world.signed(employer, person)
        assert await refused(world, other, signed["id"], "dispute", **NOT_MINE) == (
            404,
            "agreements.no_such_agreement",
        )
        for actor in (employer, world.school, world.department):
            answer = await world.post(actor, signed["id"], "dispute", **NOT_MINE)
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_files_of_others_or_for_something_else_are_refused(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate("王䶮")
        signed = await world.signed(await world.employer(), person)
        wrong = [await uploaded(world, other, "dispute_proof"), await uploaded(world, person, "rescission_proof")]
        for file_id in (*wrong, str(uuid4())):
            answer = await world.post(person, signed["id"], "dispute", **NOT_MINE, file_ids=[file_id])
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file_ids.0")
        assert not (await world.read(person, signed["id"]))["frozen"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "detail"),
            ({"detail": ""}, "detail"),
            ({"detail": "长" * 501}, "detail"),
            ({"detail": 5}, "detail"),
            (NOT_MINE | {"file_ids": [str(uuid4())] * 2}, "file_ids"),
            (NOT_MINE | {"file_ids": ["x"]}, "file_ids.0"),
        ],
    )
    async def test_needs_a_text(self, world: World, body: dict[str, Any], field: str) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        answer = await world.as_(person).post(f"/v1/agreements/{signed['id']}/dispute", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.fixture
async def disputed(world: World) -> tuple[Person, str]:
    person = await world.graduate()
    signed = await world.signed(await world.employer(), person)
    await done(world, person, signed["id"], "dispute", **NOT_MINE)
    return person, signed["id"]


class TestUphold:
    async def test_voids_and_sets_free(self, world: World, disputed: tuple[Person, str]) -> None:
        person, agreement = disputed
        voided = await done(world, world.school, agreement, "uphold-dispute", **FOUND)
        assert (voided["status"]["code"], voided["frozen"]) == ("voided", False)
        assert voided["disputes"][0]["outcome"] == {"code": "upheld", "label": "异议成立，签约已作废"}
        assert (voided["disputes"][0]["decided_by"], voided["disputes"][0]["answer"]) == ("王老师", FOUND["detail"])
        [said] = await world.harness.emitted(AgreementVoided)
        assert (said.reason, said.detail) == ("异议成立", FOUND["detail"])
        assert voided["ending"]["reason"] == {"code": "dispute_upheld", "label": "异议成立"}
        assert voided["timeline"][-1]["reason"] == "异议成立"
        again = await world.signed(await world.employer("乙公司"), person)
        assert again["status"]["code"] == "signed"


class TestDismiss:
    async def test_lets_everything_go_on(self, world: World, disputed: tuple[Person, str]) -> None:
        person, agreement = disputed
        resumed = await done(world, world.school, agreement, "dismiss-dispute", **FOUND)
        assert (resumed["status"]["code"], resumed["frozen"]) == ("signed", False)
        assert resumed["disputes"][0]["outcome"]["label"] == "异议不成立"
        [said] = await world.harness.emitted(DisputeDismissed)
        assert said.detail == FOUND["detail"]
        assert (await ask(world, person, agreement))["status"]["code"] == "rescission_awaiting_employer"

    async def test_a_further_case_has_a_further_number(self, world: World, disputed: tuple[Person, str]) -> None:
        person, agreement = disputed
        await done(world, world.school, agreement, "dismiss-dispute", **FOUND)
        proof = await uploaded(world, person, "dispute_proof")
        again = await done(world, person, agreement, "dispute", **NOT_MINE, file_ids=[proof])
        latest, first = again["disputes"]
        assert (latest["outcome"], first["outcome"]["code"]) == (None, "dismissed")
        assert latest["case_number"] > first["case_number"]
        assert first["decided_by"] is None

    async def test_is_not_asked_for_again_without_new_proof(self, world: World, disputed: tuple[Person, str]) -> None:
        person, agreement = disputed
        await done(world, world.school, agreement, "dismiss-dispute", **FOUND)
        answer = await world.post(person, agreement, "dispute", **NOT_MINE)
        problem = answer.json()
        assert (answer.status_code, problem["rule"]) == (409, "no_dispute_was_decided_already")
        assert problem["detail"].startswith("学校已于20")
        assert problem["detail"].endswith(f"处理，意见：{FOUND['detail']}")
        assert problem["who_can_change"] == "毕业生，可上传新的证明材料后再次提出"

    async def test_is_not_asked_for_a_fourth_time(self, world: World, disputed: tuple[Person, str]) -> None:
        person, agreement = disputed
        for _ in range(2):
            await done(world, world.school, agreement, "dismiss-dispute", **FOUND)
            proof = await uploaded(world, person, "dispute_proof")
            await done(world, person, agreement, "dispute", **NOT_MINE, file_ids=[proof])
        last = await done(world, world.school, agreement, "dismiss-dispute", **FOUND)
        assert len(last["disputes"]) == 3
        proof = await uploaded(world, person, "dispute_proof")
        again = await refused(world, person, agreement, "dispute", **NOT_MINE, file_ids=[proof])
        assert again == (409, "no_dispute_was_decided_already")
        listed = (await world.as_(person).get("/v1/agreements")).json()["items"][0]
        for seen in (listed, await world.read(person, agreement)):
            [option] = [each for each in seen["actions"] if each["action"] == "dispute"]
            assert option["rule"] == "no_dispute_was_decided_already"

    async def test_nobody_loses_the_time_it_rested(self, world: World, time: Time) -> None:
        employer, person = await world.employer(), await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        signed = await world.signed(employer, person)
        asked = await ask(world, person, signed["id"])
        assert asked["due_at"] == "2026-11-26T02:00:00Z"
        time.is_("2026-11-14T10:00:00+08:00")
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        [row] = await world.harness.rows("SELECT next_reminder_at FROM agreements")
        assert row.next_reminder_at.isoformat() == "2026-11-20T16:00:00+00:00"
        seen = await world.read(person, signed["id"])
        # Five working days from a Saturday: until the end of the Friday after it.
        assert (seen["waiting_since"], seen["due_at"]) == ("2026-11-14T02:00:00Z", "2026-11-20T16:00:00Z")
        time.is_("2026-11-24T10:00:00+08:00")
        resumed = await done(world, world.school, signed["id"], "dismiss-dispute", **FOUND)
        assert (resumed["waiting_since"], resumed["due_at"]) == ("2026-11-22T02:00:00Z", "2026-12-06T02:00:00Z")
        [row] = await world.harness.rows("SELECT next_reminder_at FROM agreements")
        assert row.next_reminder_at.isoformat() == "2026-11-25T02:00:00+00:00"


class TestTheSchoolsList:
    async def test_has_a_dispute_until_it_is_decided_and_counts_it_when_it_is_late(
        self, world: World, time: Time
    ) -> None:
        person = await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        signed = await world.signed(await world.employer(), person)

        async def counts(of: Any) -> tuple[int, int]:
            found = (await world.as_(of).get("/v1/agreements/counts")).json()
            return found["waiting_for_me"], found["overdue"]

        assert await counts(world.school) == (0, 0)
        disputed = await done(world, person, signed["id"], "dispute", **NOT_MINE)
        assert disputed["due_at"] == "2026-11-19T16:00:00Z"
        assert (await counts(world.school), await counts(world.department)) == ((1, 0), (0, 0))
        [row] = (await world.as_(world.school).get("/v1/agreements?waiting_for_me=true")).json()["items"]
        assert row["id"] == signed["id"]
        time.is_("2026-11-20T00:00:00+08:00")
        assert await counts(world.school) == (1, 1)
        decided = await done(world, world.school, signed["id"], "dismiss-dispute", **FOUND)
        assert decided["due_at"] is None
        assert await counts(world.school) == (0, 0)

    async def test_has_no_review_of_the_department_that_rests(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        for reader, waiting in ((world.department, 0), (world.school, 1)):
            rows = (await world.as_(reader).get("/v1/agreements?waiting_for_me=true")).json()["items"]
            assert len(rows) == waiting

    async def test_tells_the_school_to_decide_first(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        answer = await world.post(world.school, signed["id"], "void", **WHY)
        assert answer.json()["remedy"] == "请先处理异议（异议成立或不成立）。"


class TestDeciding:
    @pytest.mark.parametrize("verb", ["uphold-dispute", "dismiss-dispute"])
    async def test_is_the_schools_and_needs_a_case_and_a_text(self, world: World, verb: str) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        assert await refused(world, world.school, signed["id"], verb, **FOUND) == (409, "agreement_is_disputed")
        await done(world, person, signed["id"], "dispute", **NOT_MINE)
        for actor in (employer, person, world.department):
            answer = await world.post(actor, signed["id"], verb, **FOUND)
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")
        answer = await world.post(world.school, signed["id"], verb, detail=" ")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "detail")
