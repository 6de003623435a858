"""线上解约: one side asks, the other answers, the school reviews (guides/003 §7.1, 000 §6, 004 §5)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from common.contracts.agreements import (
    AgreementRescinded,
    RescissionAgreed,
    RescissionDeclined,
    RescissionPassedByDepartment,
    RescissionRejected,
    RescissionRequested,
    RescissionWithdrawn,
)
from tests.agreements.conftest import Time
from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import FURTHER_STUDY, NOT_KEPT, ask, change, done, option, try_to_ask
from tests.agreements.world import World


class TestAsking:
    async def test_the_graduate_asks_and_both_sides_read_the_request(self, world: World, signed: Signed) -> None:
        asked = await ask(world, signed.person, signed.id)
        assert asked["status"]["label"] == "学生发起解约等待单位应约"
        seen = (await world.read(signed.employer, signed.id))["rescission"]
        assert (seen["by"], seen["form"]) == (
            {"code": "graduate", "label": "学生"},
            {"code": "online", "label": "线上解约"},
        )
        assert (seen["applicant"], seen["detail"]) == (signed.person.actor.name, FURTHER_STUDY["detail"])
        assert seen["reason"] == {"code": "further_study", "label": "继续深造"}
        assert seen["asked_at"] == asked["updated_at"]
        assert seen["outcome"] is seen["answered_at"] is seen["review_mode"] is None
        assert seen == (await world.read(world.school, signed.id))["rescission"]

    async def test_the_employer_asks_and_the_graduate_reads_it_in_his_own_words(
        self, world: World, signed: Signed
    ) -> None:
        await ask(world, signed.employer, signed.id, reason="employer_in_difficulty", detail=None)
        read = await world.read(signed.person, signed.id)
        assert read["status"]["label"] == "单位发起解约 等待应约"
        assert read["rescission"]["by"]["label"] == "单位"
        assert read["rescission"]["applicant"] == signed.employer.name
        assert option(read, "agree_rescission")["allowed"]
        assert not option(read, "withdraw_rescission")["allowed"]

    async def test_the_event_and_the_history_say_who_and_why(self, world: World, signed: Signed) -> None:
        asked = await ask(world, signed.person, signed.id)
        [event] = await world.harness.emitted(RescissionRequested)
        assert str(event.rescission_id) == asked["rescission"]["id"]
        assert (event.by, event.reason, event.review_step, event.file_ids) == ("graduate", "继续深造", None, [])
        last = asked["timeline"][-1]
        assert (last["action"]["label"], last["reason"], last["detail"]) == (
            "申请解约",
            "继续深造",
            FURTHER_STUDY["detail"],
        )

    async def test_goes_on_while_signing_is_closed_and_the_employer_is_suspended(
        self, world: World, signed: Signed
    ) -> None:
        await world.open_signing(signing_open=False, review_mode="school_only")
        await world.verify(signed.employer, sequence=2, may_sign=False)
        await ask(world, signed.person, signed.id)
        await done(world, signed.employer, signed.id, "agree-rescission")
        ended = await done(world, world.school, signed.id, "pass-rescission")
        assert ended["status"]["code"] == "rescinded"

    async def test_only_a_signed_agreement_can_be_rescinded(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = (await world.invite(employer, person))["id"]
        await world.accept(person, sent)
        refused = await try_to_ask(world, person, sent)
        assert (refused.status_code, refused.json()["state"], refused.json()["rule"]) == (
            409,
            "in_review",
            "status_allows_this_action",
        )

    async def test_a_request_that_runs_bars_another_one_from_either_side(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        for actor in (signed.person, signed.employer):
            refused = await try_to_ask(world, actor, signed.id)
            assert (refused.status_code, refused.json()["state"]) == (409, "rescission_awaiting_employer")
            assert refused.json()["who_can_change"] == "用人单位，可同意或不同意解约"

    async def test_a_disputed_agreement_rests(self, world: World, signed: Signed) -> None:
        await change(world, signed.id, "frozen_at = now()")
        refused = await try_to_ask(world, signed.person, signed.id)
        assert (refused.status_code, refused.json()["rule"]) == (409, "agreement_is_not_frozen")

    async def test_is_overdue_after_fourteen_days_without_an_answer(
        self, world: World, signed: Signed, time: Time
    ) -> None:
        time.is_("2026-11-12T02:00:00+00:00")
        asked = await ask(world, signed.employer, signed.id)
        waited = datetime.fromisoformat(asked["due_at"]) - datetime.fromisoformat(asked["waiting_since"])
        assert waited == timedelta(days=14)
        time.is_("2027-03-01T02:00:00+00:00")
        assert (await done(world, signed.person, signed.id, "agree-rescission"))["status"]["code"] == (
            "rescission_in_review"
        )


class TestAnswers:
    @pytest.mark.parametrize("by_graduate", [True, False])
    async def test_declining_leaves_the_agreement_valid_and_either_side_may_ask_again(
        self, world: World, signed: Signed, by_graduate: bool
    ) -> None:
        asking, answering = (signed.person, signed.employer) if by_graduate else (signed.employer, signed.person)
        await ask(world, asking, signed.id)
        declined = await done(world, answering, signed.id, "decline-rescission", detail="项目尚未交接。")
        assert declined["status"]["label"] == ("单位拒绝解约 解约失败" if by_graduate else "学生拒绝解约 解约失败")
        assert declined["status"]["tab"]["label"] == "解约失败"
        told = declined["rescission"]
        assert (told["outcome"]["label"], told["answer_detail"]) == ("对方不同意解约", "项目尚未交接。")
        assert told["answered_at"] == told["decided_at"] == declined["updated_at"]
        [event] = await world.harness.emitted(RescissionDeclined)
        assert (event.by, event.detail) == ("employer" if by_graduate else "graduate", "项目尚未交接。")
        other = await world.employer("乙公司")
        refused = await world.try_to_accept(signed.person, (await world.invite(other, signed.person))["id"])
        assert refused.json()["rule"] == "graduate_has_no_live_agreement"
        await ask(world, answering, signed.id)

    async def test_declining_needs_no_words(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        assert (await done(world, signed.employer, signed.id, "decline-rescission"))["rescission"]["outcome"]

    async def test_nobody_answers_his_own_request(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        for verb in ("agree-rescission", "decline-rescission"):
            refused = await world.post(signed.person, signed.id, verb)
            assert (refused.status_code, refused.json()["state"]) == (409, "rescission_awaiting_employer")

    async def test_the_initiator_withdraws_until_it_is_answered(self, world: World, signed: Signed) -> None:
        await ask(world, signed.employer, signed.id)
        refused = await world.post(signed.person, signed.id, "withdraw-rescission")
        assert (refused.status_code, refused.json()["rule"]) == (409, "status_allows_this_action")
        colleague = world.employer_of(await world.read(signed.employer, signed.id))
        withdrawn = await done(world, colleague, signed.id, "withdraw-rescission")
        assert withdrawn["status"]["code"] == "signed"
        assert withdrawn["rescission"]["outcome"]["label"] == "已撤回"
        assert [event.by for event in await world.harness.emitted(RescissionWithdrawn)] == ["employer"]
        late = await world.post(signed.person, signed.id, "agree-rescission")
        assert (late.status_code, late.json()["state"]) == (409, "signed")

    async def test_what_was_answered_is_not_withdrawn(self, world: World, signed: Signed) -> None:
        await ask(world, signed.employer, signed.id)
        await done(world, signed.person, signed.id, "agree-rescission")
        refused = await world.post(signed.employer, signed.id, "withdraw-rescission")
        assert (refused.status_code, refused.json()["state"]) == (409, "rescission_in_review")


class TestReview:
    async def agreed(self, world: World, signed: Signed) -> dict[str, Any]:
        await ask(world, signed.person, signed.id)
        return await done(world, signed.employer, signed.id, "agree-rescission")

    async def test_department_and_school_pass_and_the_graduate_is_free(self, world: World, signed: Signed) -> None:
        agreed = await self.agreed(world, signed)
        assert agreed["status"]["label"] == "已同意解约等待学校(学院)审核"
        assert agreed["review_step"]["code"] == "department"
        refused = await world.post(world.school, signed.id, "pass-rescission")
        assert (refused.status_code, refused.json()["rule"]) == (409, "reviewer_is_at_this_step")
        passed = await done(world, world.department, signed.id, "pass-rescission")
        assert (passed["status"]["code"], passed["review_step"]["code"]) == ("rescission_in_review", "school")
        ended = await done(world, world.school, signed.id, "pass-rescission")
        assert (ended["status"]["label"], ended["status"]["tab"]["label"]) == ("解约通过", "已解约")
        assert ended["signed_at"] is not None
        assert ended["rescission"]["outcome"] == {"code": "rescinded", "label": "解约通过"}
        [event] = await world.harness.emitted(AgreementRescinded)
        assert (event.form, event.ruling, event.file_ids) == ("online", None, [])
        assert str(event.rescission_id) == ended["rescission"]["id"]
        assert len(await world.harness.emitted(RescissionPassedByDepartment)) == 1
        other = await world.employer("乙公司")
        again = await world.invite(other, signed.person)
        assert (await world.accept(signed.person, again["id"]))["status"]["code"] == "in_review"

    async def test_the_same_employer_may_invite_again(self, world: World, signed: Signed) -> None:
        await self.agreed(world, signed)
        await done(world, world.department, signed.id, "pass-rescission")
        await done(world, world.school, signed.id, "pass-rescission")
        assert (await world.signed(signed.employer, signed.person))["status"]["code"] == "signed"

    async def test_is_reviewed_as_the_settings_said_when_the_other_side_agreed(
        self, world: World, signed: Signed
    ) -> None:
        await ask(world, signed.person, signed.id)
        await world.open_signing(review_mode="school_only")
        agreed = await done(world, signed.employer, signed.id, "agree-rescission")
        await world.open_signing(review_mode="department_then_school")
        assert agreed["review_step"]["code"] == "school"
        assert agreed["rescission"]["review_mode"]["label"] == "仅校级审核"
        [event] = await world.harness.emitted(RescissionAgreed)
        assert (event.by, event.review_step) == ("employer", "school")
        assert (await done(world, world.school, signed.id, "pass-rescission"))["status"]["code"] == "rescinded"

    async def test_what_is_not_passed_leaves_the_agreement_valid(self, world: World, signed: Signed) -> None:
        await self.agreed(world, signed)
        rejected = await done(world, world.department, signed.id, "reject-rescission", **NOT_KEPT)
        assert (rejected["status"]["label"], rejected["status"]["tab"]["label"]) == ("解约不通过", "解约失败")
        told = rejected["rescission"]
        assert told["rejection"] == {
            "step": {"code": "department", "label": "院系审核"},
            "reason": {"code": "other", "label": "其他"},
            "detail": NOT_KEPT["detail"],
        }
        assert rejected["rejection"] is None
        [event] = await world.harness.emitted(RescissionRejected)
        assert (event.step, event.reason, event.detail) == ("department", "其他", NOT_KEPT["detail"])
        await ask(world, signed.employer, signed.id)

    async def test_online_there_is_nothing_to_rule_on_and_nothing_to_return(self, world: World, signed: Signed) -> None:
        await world.open_signing(review_mode="school_only")
        await self.agreed(world, signed)
        refused = await world.post(world.school, signed.id, "pass-rescission", ruling="mutual")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "ruling")
        refused = await world.post(world.school, signed.id, "return-rescission", detail="请补充。")
        assert (refused.status_code, refused.json()["rule"]) == (403, "actor_has_this_action")

    async def test_the_review_before_signing_and_this_one_are_not_mixed_up(self, world: World, signed: Signed) -> None:
        await self.agreed(world, signed)
        refused = await world.post(world.department, signed.id, "pass")
        assert (refused.status_code, refused.json()["state"]) == (409, "rescission_in_review")
        other = await world.invite(await world.employer("乙公司"), await world.graduate("李四"))
        refused = await world.post(world.department, other["id"], "pass-rescission")
        assert (refused.status_code, refused.json()["state"]) == (409, "awaiting_graduate")


class TestHistory:
    async def test_lists_all_requests_the_latest_first_page_by_page(self, world: World, signed: Signed) -> None:
        await ask(world, signed.employer, signed.id)
        await done(world, signed.person, signed.id, "decline-rescission")
        await ask(world, signed.person, signed.id)
        client, path = world.as_(signed.person), f"/v1/agreements/{signed.id}/rescissions"
        everything = (await client.get(path)).json()
        assert [(row["by"]["code"], row["outcome"] and row["outcome"]["code"]) for row in everything["items"]] == [
            ("graduate", None),
            ("employer", "declined"),
        ]
        first = (await client.get(path, params={"limit": 1})).json()
        second = (await client.get(path, params={"limit": 1, "cursor": first["next_cursor"]})).json()
        assert [*first["items"], *second["items"]] == everything["items"]
        assert second["next_cursor"] is None

    async def test_is_hidden_from_strangers(self, world: World, signed: Signed) -> None:
        for stranger in (await world.employer("乙公司"), await world.graduate("李四")):
            answer = await world.as_(stranger).get(f"/v1/agreements/{signed.id}/rescissions")
            assert answer.status_code == 404
            assert (await try_to_ask(world, stranger, signed.id)).status_code == 404

    async def test_a_request_that_ended_with_its_agreement_says_so(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        await change(world, signed.id, "status = 'voided'")
        told = (await world.read(signed.person, signed.id))["rescission"]
        assert told["outcome"]["label"] == "签约已作废或失效，解约随之终止"
