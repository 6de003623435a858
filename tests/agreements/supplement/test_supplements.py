"""已签就业协议登记信息 (guides/003 §6, 004 §7)."""

from typing import Any

import pytest

from common.contracts.agreements import (
    AgreementRejected,
    AgreementReturned,
    AgreementSigned,
    SupplementSubmitted,
    SupplementWithdrawn,
)
from tests.agreements.conftest import Time
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import TYPED, VERIFIED, WHY, done, form
from tests.agreements.supplement.support import proof, register, registered, try_to_register
from tests.agreements.world import World

Body = dict[str, Any]


class TestStory:
    async def test_from_the_paper_to_the_signed_agreement(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person, signed_on="2026-10-08")
        assert (sent["status"]["label"], sent["kind"]["label"], sent["initiator"]) == ("签约审核中", "补登", "学生")
        assert (sent["deadline"], sent["number"], sent["signed_on"]) == (None, None, "2026-10-08")
        await world.pass_as(world.department, sent["id"])
        signed = await world.pass_as(world.school, sent["id"])
        assert (signed["status"]["label"], signed["number"][:9]) == ("签约审核通过", "202719901")
        assert [entry["action"]["label"] for entry in signed["timeline"]] == [
            "提交补登",
            "院系审核通过",
            "学校审核通过",
        ]
        [submitted] = await world.harness.emitted(SupplementSubmitted)
        assert ([str(one) for one in submitted.file_ids], submitted.kind) == (sent["file_ids"], "supplement")
        [said] = await world.harness.emitted(AgreementSigned)
        assert said.agreement_number == signed["number"]

    async def test_can_be_printed_by_whoever_needs_its_sheet(self, world: World) -> None:
        signed = await registered(world, await world.graduate())
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{signed['id']}/sheet")).json()
        assert (sheet["confirmations"]["employer"], sheet["number"]) == (None, signed["number"])


class TestSubmit:
    async def test_needs_that_the_school_allows_it(self, world: World) -> None:
        await world.open_signing(supplement_open=False)
        refused = await try_to_register(world, await world.graduate())
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.supplement_not_open",
            "supplement_is_open",
        )
        assert told["who_can_change"] == "北京示例大学的学校用户，在“签约设置”中允许补登"

    async def test_does_not_need_open_signing(self, world: World) -> None:
        await world.open_signing(signing_open=False, supplement_open=True)
        assert (await register(world, await world.graduate()))["status"]["code"] == "supplement_in_review"

    async def test_needs_a_graduate_without_another_agreement(self, world: World) -> None:
        person = await world.graduate()
        await register(world, person)
        refused = await try_to_register(world, person)
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")

    async def test_shows_a_linked_employer_what_is_registered(self, world: World) -> None:
        employer = await world.employer()
        sent = await register(world, await world.graduate(), employer=TYPED | VERIFIED)
        assert (await world.read(employer, sent["id"]))["status"]["label"] == "签约审核中"

    async def test_refuses_files_of_others(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate()
        refused = await try_to_register(world, person, file_ids=[await proof(world, other)])
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file_ids.0")
        assert await world.harness.rows("SELECT 1 FROM agreements") == []

    async def test_refuses_files_for_something_else(self, world: World) -> None:
        person = await world.graduate()
        refused = await try_to_register(world, person, file_ids=[await uploaded(world, person, "agreement_copy")])
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"]) == (422, "file_ids.0")
        assert "纸质就业协议书图像" in fault["reason"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"file_ids": []}, "file_ids"),
            ({"file_ids": ["x"]}, "file_ids.0"),
            ({"signed_on": "2026-13-01"}, "signed_on"),
            ({"signed_on": "2026-11-13"}, "signed_on"),
            ({"signed_on": "2024-12-31"}, "signed_on"),
            (form({"name": ""}), "employer.name"),
            (form(job_title="长" * 51), "letter.job_title"),
            (form(report_by="2029-01-01"), "letter.report_by"),
            (form(report_by="1999-01-01"), "letter.report_by"),
        ],
    )
    async def test_names_the_faulty_field(self, world: World, time: Time, body: Body, field: str) -> None:
        time.is_("2026-11-12T02:00:00+00:00")
        refused = await try_to_register(world, await world.graduate(), **body)
        assert refused.status_code == 422, refused.text
        assert [fault["field"] for fault in refused.json()["errors"]] == [field]

    async def test_may_have_begun_already(self, world: World, time: Time) -> None:
        time.is_("2026-11-12T02:00:00+00:00")
        sent = await register(world, await world.graduate(), **form(report_by="2026-10-01"))
        assert sent["job"]["report_by"] == "2026-10-01"

    async def test_is_the_graduates_alone(self, world: World) -> None:
        person = await world.graduate()
        body = form() | {"file_ids": [await proof(world, person)]}
        for actor in (world.school, world.department, await world.employer()):
            assert (await world.as_(actor).post("/v1/supplements", json=body)).status_code == 403


class TestWithdraw:
    async def test_makes_it_a_draft_that_can_be_sent_again(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person)
        draft = await done(world, person, sent["id"], "withdraw-supplement")
        assert draft["status"]["label"] == "撤回修改"
        assert len(await world.harness.emitted(SupplementWithdrawn)) == 1
        body = form(job_title="测试工程师") | {"file_ids": [await proof(world, person)]}
        again = await done(world, person, sent["id"], "resubmit-supplement", **body)
        assert (again["status"]["label"], again["job"]["title"]) == ("签约审核中", "测试工程师")
        assert again["file_ids"] == body["file_ids"]
        assert (await world.terms(person, sent["id"]))["version"] == 2
        [kept] = (await world.as_(person).get(f"/v1/agreements/{sent['id']}/letters")).json()
        assert (kept["terms_version"], kept["because"]["code"]) == (1, "resubmit_supplement")
        assert [(one["before"], one["after"]) for one in kept["changes"]] == [("算法工程师", "测试工程师")]

    async def test_is_over_when_the_department_has_passed_it(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person)
        await world.pass_as(world.department, sent["id"])
        refused = await world.post(person, sent["id"], "withdraw-supplement")
        assert (refused.status_code, refused.json()["rule"]) == (409, "no_step_has_passed")
        [shown] = [
            option
            for option in (await world.read(person, sent["id"]))["actions"]
            if option["action"] == "withdraw_supplement"
        ]
        assert (shown["allowed"], shown["rule"]) == (False, "no_step_has_passed")

    async def test_a_draft_leaves_the_graduate_free_and_can_be_given_up(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await register(world, person)
        await done(world, person, sent["id"], "withdraw-supplement")
        await world.accept(person, (await world.invite(employer, person))["id"])
        body = form() | {"file_ids": [await proof(world, person)]}
        refused = await world.post(person, sent["id"], "resubmit-supplement", **body)
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")
        assert (await done(world, person, sent["id"], "discard"))["status"]["label"] == "学生已撤回"

    async def test_what_is_in_review_is_withdrawn_before_it_is_given_up(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person)
        refused = await world.post(person, sent["id"], "discard")
        assert (refused.status_code, refused.json()["state"]) == (409, "supplement_in_review")


class TestReview:
    async def test_a_returned_one_is_edited_and_sent_again(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person)
        returned = await done(world, world.department, sent["id"], "return", detail="图片不完整。")
        assert (returned["status"]["label"], returned["return_detail"]) == ("退回修改", "图片不完整。")
        [said] = await world.harness.emitted(AgreementReturned)
        assert (said.step, said.detail) == ("department", "图片不完整。")
        body = form() | {"file_ids": [await proof(world, person)]}
        again = await done(world, person, sent["id"], "resubmit-supplement", **body)
        assert (again["review_step"]["code"], again["return_detail"]) == ("department", None)

    async def test_a_returned_one_keeps_its_employer(self, world: World) -> None:
        await world.employer()
        person = await world.graduate()
        sent = await register(world, person, **form({"name": VERIFIED["name"]}))
        await done(world, world.department, sent["id"], "return", detail="请核对单位。")
        other = form() | {"file_ids": [await proof(world, person)]}
        refused = await world.post(person, sent["id"], "resubmit-supplement", **other)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "employer.name")

    async def test_a_rejected_one_is_void(self, world: World) -> None:
        person = await world.graduate()
        sent = await register(world, person)
        rejected = await done(world, world.department, sent["id"], "reject", **WHY)
        assert (rejected["status"]["label"], rejected["status"]["tab"]["label"]) == ("签约审核不通过", "签约失败")
        assert len(await world.harness.emitted(AgreementRejected)) == 1
        body = form() | {"file_ids": [await proof(world, person)]}
        refused = await world.post(person, sent["id"], "resubmit-supplement", **body)
        assert (refused.status_code, refused.json()["state"]) == (409, "supplement_rejected")
        assert (await register(world, person))["status"]["code"] == "supplement_in_review"

    async def test_is_reviewed_and_not_attested_in_two_party_provinces_too(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        signed = await registered(world, await world.graduate())
        assert [entry["action"]["label"] for entry in signed["timeline"]][1:] == ["院系审核通过", "学校审核通过"]
        assert [step["label"] for step in signed["progress"]][1:] == ["院系审核", "学校审核"]
        assert {"审核通过", "解约鉴证通过"} < {action["label"] for action in signed["actions"]}
