"""线下解约, of what was signed on paper: the graduate asks with proof, the school reviews (guides/003 §7.2, 004 §6)."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts.agreements import AgreementRescinded, RescissionRequested, RescissionReturned
from tests.agreements.files.support import uploaded
from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import NOT_KEPT, ask, done, on_paper, option, proof, try_to_ask
from tests.agreements.world import World


@pytest.fixture(params=["offline", "supplement"])
async def paper(world: World, signed: Signed, request: pytest.FixtureRequest) -> Signed:
    """An agreement that was signed on paper, of each kind."""
    await on_paper(world, signed.id, request.param)
    return signed


async def asked_with_proof(world: World, paper: Signed, **other: Any) -> dict[str, Any]:
    return await ask(world, paper.person, paper.id, file_ids=[await proof(world, paper.person)], **other)


class TestAsking:
    async def test_is_reviewed_at_once(self, world: World, paper: Signed) -> None:
        file_id = await proof(world, paper.person)
        asked = await ask(world, paper.person, paper.id, file_ids=[file_id])
        assert (asked["status"]["label"], asked["review_step"]["code"]) == ("解约中", "department")
        told = (await world.read(world.department, paper.id))["rescission"]
        assert (told["form"]["label"], told["by"]["label"], told["file_ids"]) == ("线下解约", "学生", [file_id])
        assert told["review_mode"]["code"] == "department_then_school"
        [event] = await world.harness.emitted(RescissionRequested)
        assert (event.by, event.review_step, [str(one) for one in event.file_ids]) == (
            "graduate",
            "department",
            [file_id],
        )

    async def test_the_employer_reads_the_request_without_the_papers_and_cannot_ask(
        self, world: World, paper: Signed
    ) -> None:
        refused = await try_to_ask(world, paper.employer, paper.id)
        assert (refused.status_code, refused.json()["rule"]) == (403, "actor_has_this_action")
        await asked_with_proof(world, paper)
        assert (await world.read(paper.employer, paper.id))["rescission"]["file_ids"] == []

    async def test_needs_proof(self, world: World, paper: Signed) -> None:
        refused = await try_to_ask(world, paper.person, paper.id)
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"], fault["reason"]) == (422, "file_ids", "请上传解约函等材料")

    async def test_takes_no_files_of_others_or_for_something_else(self, world: World, paper: Signed) -> None:
        other = await world.graduate("李四")
        files = [str(uuid4()), await proof(world, other), await uploaded(world, paper.person, "agreement_proof")]
        refused = await try_to_ask(world, paper.person, paper.id, file_ids=files)
        told = [(fault["field"], fault["reason"]) for fault in refused.json()["errors"]]
        assert refused.status_code == 422
        assert told == [
            ("file_ids.0", "没有找到该文件"),
            ("file_ids.1", "没有找到该文件"),
            ("file_ids.2", "上传时的用途应为“解约证明材料”"),
        ]
        assert (await world.read(paper.person, paper.id))["status"]["code"] == "signed"

    async def test_counts_against_the_limit(self, world: World, paper: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        await asked_with_proof(world, paper)
        rejected = await done(world, world.department, paper.id, "reject-rescission", **NOT_KEPT)
        assert rejected["status"]["label"] == "解约不通过"
        refused = await try_to_ask(world, paper.person, paper.id, file_ids=[await proof(world, paper.person)])
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_may_ask_again")

    async def test_there_is_nothing_to_force(self, world: World, paper: Signed) -> None:
        await asked_with_proof(world, paper)
        read = await world.read(world.school, paper.id)
        assert option(read, "return_rescission")["allowed"] is False  # it is the department's turn
        forced = option(read, "force_rescission")
        assert (forced["allowed"], "线上签约" in forced["reason"]) == (False, True)
        body = {"detail": "单位不予回应。", "file_ids": [str(uuid4())]}
        refused = await world.post(world.school, paper.id, "force-rescission", **body)
        assert (refused.status_code, refused.json()["detail"]) == (403, forced["reason"])
        assert "无人可以改变" not in refused.json()["who_can_change"]


class TestReview:
    @pytest.mark.parametrize(("ruling", "label"), [("mutual", "双方同意解约"), ("unilateral", "学生单方面解约")])
    async def test_the_schools_pass_says_how_it_came_to_this(
        self, world: World, paper: Signed, ruling: str, label: str
    ) -> None:
        await asked_with_proof(world, paper)
        await done(world, world.department, paper.id, "pass-rescission")
        ended = await done(world, world.school, paper.id, "pass-rescission", ruling=ruling)
        assert (ended["status"]["label"], ended["rescission"]["ruling"]) == (
            "解约通过",
            {"code": ruling, "label": label},
        )
        assert ended["timeline"][-1]["reason"] == label
        assert ended["signed_at"]
        [event] = await world.harness.emitted(AgreementRescinded)
        assert (event.form, event.ruling, event.file_ids) == ("offline", ruling, [])
        assert (await world.signed(await world.employer("乙公司"), paper.person))["status"]["code"] == "signed"

    async def test_the_ruling_is_the_schools_and_required(self, world: World, paper: Signed) -> None:
        await asked_with_proof(world, paper)
        refused = await world.post(world.department, paper.id, "pass-rescission", ruling="mutual")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "ruling")
        await done(world, world.department, paper.id, "pass-rescission")
        refused = await world.post(world.school, paper.id, "pass-rescission")
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"]) == (422, "ruling")
        assert "双方同意解约”或“学生单方面解约" in fault["remedy"]
        assert (await world.read(world.school, paper.id))["review_step"]["code"] == "school"
        wrong = await world.post(world.school, paper.id, "pass-rescission", ruling="nobody")
        assert wrong.status_code == 422

    async def test_a_returned_request_is_corrected_and_reviewed_anew(self, world: World, paper: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        first = await asked_with_proof(world, paper)
        await done(world, world.department, paper.id, "pass-rescission")
        returned = await done(world, world.school, paper.id, "return-rescission", detail="解约函缺少公章。")
        assert (returned["status"]["label"], returned["review_step"]) == ("解约退回修改", None)
        [event] = await world.harness.emitted(RescissionReturned)
        assert (event.step, event.detail) == ("school", "解约函缺少公章。")
        assert (await world.read(paper.person, paper.id))["rescission"]["return_detail"] == "解约函缺少公章。"
        await world.open_signing(review_mode="school_only", rescission_limit=1)
        file_id = await proof(world, paper.person)
        body = {"reason": "agreed", "file_ids": [file_id]}
        again = await done(world, paper.person, paper.id, "resubmit-rescission", **body)
        assert (again["status"]["code"], again["review_step"]["code"]) == ("rescission_requested", "school")
        told = again["rescission"]
        assert told["id"] == first["rescission"]["id"]
        assert (told["reason"]["code"], told["detail"], told["file_ids"]) == ("agreed", None, [file_id])
        assert told["review_mode"]["code"] == "school_only"
        assert again["rescissions_left"] == 0
        assert len(await world.harness.emitted(RescissionRequested)) == 2
        await done(world, world.school, paper.id, "pass-rescission", ruling="mutual")

    async def test_resubmitting_needs_proof_too(self, world: World, paper: Signed) -> None:
        await asked_with_proof(world, paper)
        await done(world, world.department, paper.id, "return-rescission", detail="请补充。")
        refused = await world.post(paper.person, paper.id, "resubmit-rescission", reason="agreed")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file_ids")

    async def test_a_returned_request_may_be_withdrawn_and_does_not_count(self, world: World, paper: Signed) -> None:
        await world.open_signing(rescission_limit=1)
        await asked_with_proof(world, paper)
        refused = await world.post(paper.person, paper.id, "withdraw-rescission")
        assert (refused.status_code, refused.json()["state"]) == (409, "rescission_requested")
        await done(world, world.department, paper.id, "return-rescission", detail="请补充。")
        withdrawn = await done(world, paper.person, paper.id, "withdraw-rescission")
        assert (withdrawn["status"]["code"], withdrawn["rescissions_left"]) == ("signed", 1)
        assert option(withdrawn, "request_rescission")["allowed"]

    async def test_what_is_not_passed_may_be_asked_for_again(self, world: World, paper: Signed) -> None:
        await asked_with_proof(world, paper)
        await done(world, world.department, paper.id, "reject-rescission", **NOT_KEPT)
        assert (await asked_with_proof(world, paper))["status"]["code"] == "rescission_requested"


class TestManyAtOnce:
    async def test_requests_on_paper_and_online_are_passed_together(self, world: World, signed: Signed) -> None:
        """The ruling is for paper; the online one is refused it and stays where it was."""
        await world.open_signing(review_mode="school_only")
        await on_paper(world, signed.id)
        on_paper_one = await asked_with_proof(world, signed)
        employer, person = await world.employer("乙公司"), await world.graduate("李四")
        sent = (await world.invite(employer, person))["id"]
        await world.accept(person, sent)
        await world.pass_as(world.school, sent)
        await ask(world, person, sent)
        online_one = await done(world, employer, sent, "agree-rescission")
        items = [{"agreement_id": one["id"], "version": one["version"]} for one in (on_paper_one, online_one)]
        body = {"decision": "pass", "ruling": "unilateral", "items": items}
        answer = await world.as_(world.school).post("/v1/reviews", json=body)
        assert answer.status_code == 200, answer.text
        assert (await world.read(world.school, signed.id))["rescission"]["ruling"]["code"] == "unilateral"
        assert (await world.read(world.school, sent))["status"]["code"] == "rescission_in_review"
        without = await world.as_(world.school).post("/v1/reviews", json={"decision": "pass", "items": items[1:]})
        assert without.status_code == 200, without.text
        assert (await world.read(world.school, sent))["status"]["code"] == "rescinded"
