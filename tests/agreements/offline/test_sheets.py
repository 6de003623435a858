"""What the graduate fills in: who may, what is frozen, what is refused, and the first review."""

from typing import Any
from uuid import uuid4

import pytest

from common.contracts.agreements import AgreementRejected, AgreementReturned, ApplicationDiscarded
from tests.agreements.conftest import Time
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import (
    CONTENT,
    TYPED,
    VERIFIED,
    WHY,
    done,
    form,
    passed,
    prepared,
    signed_offline,
    submit,
    try_to_submit,
)
from tests.agreements.world import World


class TestSubmit:
    async def test_freezes_what_is_printed(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        assert sent["employer"] == {
            "employer_id": None,
            "name": TYPED["name"],
            "uscc": None,
            "nature": {"code": "39", "label": "其他企业"},
            "industry": {"code": "34", "label": sent["employer"]["industry"]["label"]},
            "region": {"code": "330106", "label": "浙江省杭州市西湖区"},
            "address": "文三路1号",
        }
        [row] = await world.harness.rows("SELECT * FROM agreements")
        assert (row.review_mode, row.agreement_type, row.graduate_version) == (
            "department_then_school",
            "three_party",
            1,
        )
        assert len(row.terms_sha256) == 64
        assert str(CONTENT["contact_phone"]) not in str(row.letter)

    async def test_the_terms_that_were_hashed_can_be_read(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        read = await world.terms(person, sent["id"])
        [row] = await world.harness.rows("SELECT terms_sha256 FROM agreements")
        assert (read["terms_sha256"], read["deadline"]) == (row.terms_sha256, None)
        assert read["terms"]["employer"]["name"] == TYPED["name"]

    async def test_takes_a_verified_employer_as_the_platform_knows_it(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await submit(world, person, employer=TYPED | VERIFIED | {"address": "另一处", "nature_code": "10"})
        assert (sent["employer_id"], sent["employer"]["address"]) == (str(employer.employer_id), "中关村大街1号")
        assert sent["employer"]["nature"]["code"] == "39"
        assert (await world.read(employer, sent["id"]))["status"]["label"] == "就业协议审核中"

    async def test_refuses_the_code_of_another_employer(self, world: World) -> None:
        await world.employer()
        refused = await try_to_submit(world, await world.graduate(), employer=TYPED | {"uscc": VERIFIED["uscc"]})
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"]) == (422, "employer.name")
        assert "北京示例科技有限公司" not in refused.text
        assert await world.harness.rows("SELECT 1 FROM agreements") == []

    @pytest.mark.parametrize("typed", ["北京示例（集团）公司", "北京示例(集团)公司", "北京 示例（集团） 公司"])
    async def test_finds_a_verified_employer_by_its_name_where_no_code_was_typed(
        self, world: World, typed: str
    ) -> None:
        employer = await world.employer("北京示例（集团）公司")
        sent = await submit(world, await world.graduate(), employer=TYPED | {"name": typed})
        assert (sent["employer_id"], sent["employer"]["uscc"]) == (str(employer.employer_id), VERIFIED["uscc"])

    async def test_a_suspension_is_not_typed_around(self, world: World) -> None:
        await world.employer(may_sign=False)
        refused = await try_to_submit(world, await world.graduate(), employer=TYPED | {"name": VERIFIED["name"]})
        assert (refused.status_code, refused.json()["rule"]) == (409, "employer_is_not_suspended")

    async def test_a_name_that_several_have_is_kept_as_typed(self, world: World) -> None:
        for _ in range(2):
            await world.employer()
        sent = await submit(world, await world.graduate(), employer=TYPED | {"name": VERIFIED["name"]})
        assert (sent["employer_id"], sent["employer"]["uscc"]) == (None, None)

    async def test_a_code_that_no_verified_employer_has_is_kept_as_typed(self, world: World) -> None:
        sent = await submit(world, await world.graduate(), employer=TYPED | {"uscc": VERIFIED["uscc"]})
        assert (sent["employer_id"], sent["employer"]["uscc"]) == (None, VERIFIED["uscc"])

    @pytest.mark.parametrize("typed", [{}, {"uscc": VERIFIED["uscc"]}], ids=["name", "name and code"])
    async def test_an_employer_renamed_meanwhile_is_the_same_by_its_former_name(
        self, world: World, typed: dict[str, str]
    ) -> None:
        employer, person = await world.employer(), await world.graduate()
        named = TYPED | {"name": VERIFIED["name"]}
        sent = await submit(world, person, employer=named)
        await done(world, world.department, sent["id"], "return", detail="请核对岗位。")
        await world.verify(employer, sequence=2, name="北京更名科技有限公司")
        again = await done(world, person, sent["id"], "resubmit-sheet", **form(employer=named | typed))
        assert (again["employer_id"], again["employer_name"]) == (str(employer.employer_id), "北京更名科技有限公司")

    async def test_is_said_once_for_one_key(self, world: World) -> None:
        person = await world.graduate()
        client, headers = world.as_(person), {"Idempotency-Key": str(uuid4())}
        first, again = [await client.post("/v1/offline-agreements", json=form(), headers=headers) for _ in range(2)]
        assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])

    async def test_needs_open_signing(self, world: World) -> None:
        await world.open_signing(signing_open=False)
        refused = await try_to_submit(world, await world.graduate())
        assert (refused.status_code, refused.json()["rule"]) == (409, "signing_is_open")

    async def test_needs_a_graduate_who_may_sign(self, world: World) -> None:
        refused = await try_to_submit(world, await world.graduate(may_sign=False))
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_may_sign")

    async def test_needs_a_graduate_without_another_agreement(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await world.accept(person, (await world.invite(employer, person))["id"])
        refused = await try_to_submit(world, person)
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")

    async def test_keeps_the_graduate_from_accepting_an_invitation(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await submit(world, person)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")

    async def test_is_the_graduates_alone(self, world: World) -> None:
        for actor in (world.school, world.department, await world.employer()):
            answer = await world.as_(actor).post("/v1/offline-agreements", json=form())
            assert answer.status_code == 403

    @pytest.mark.parametrize(
        ("block", "entry", "field"),
        [
            ("employer", {"name": "甲"}, "employer.name"),
            ("employer", {"name": "长" * 101}, "employer.name"),
            ("employer", {"uscc": "91110108MA00TTT090"}, "employer.uscc"),
            ("employer", {"nature_code": "99"}, "employer.nature_code"),
            ("employer", {"industry_code": "x"}, "employer.industry_code"),
            ("employer", {"region_code": "000000"}, "employer.region_code"),
            ("employer", {"address": ""}, "employer.address"),
            ("employer", {"address": "长" * 201}, "employer.address"),
            ("letter", {"job_title": "长" * 51}, "letter.job_title"),
            ("letter", {"job_title": " "}, "letter.job_title"),
            ("letter", {"probation_pay": "高薪"}, "letter.probation_pay"),
            ("letter", {"regular_pay": "-1"}, "letter.regular_pay"),
            ("letter", {"probation_months": 13}, "letter.probation_months"),
            ("letter", {"probation_months": None}, "letter.probation_pay"),
            ("letter", {"clauses": "长" * 2001}, "letter.clauses"),
            ("letter", {"contact_phone": "电话"}, "letter.contact_phone"),
            ("letter", {"job_category_code": "zz"}, "letter.job_category_code"),
            ("letter", {"valid_days": 5}, "letter.valid_days"),
            ("letter", {"report_by": "2026-02-30"}, "letter.report_by"),
        ],
    )
    async def test_names_the_faulty_field(self, world: World, block: str, entry: dict[str, Any], field: str) -> None:
        body = form(**{"employer": entry} if block == "employer" else entry)
        refused = await try_to_submit(world, await world.graduate(), **body)
        assert refused.status_code == 422
        assert [fault["field"] for fault in refused.json()["errors"]] == [field]
        assert await world.harness.rows("SELECT 1 FROM agreements") == []

    @pytest.mark.parametrize(("day", "reason"), [("2026-11-11", "早于今天"), ("2029-01-01", "不在2026年至2028年之间")])
    async def test_refuses_impossible_days_of_reporting(self, world: World, time: Time, day: str, reason: str) -> None:
        time.is_("2026-11-12T02:00:00+00:00")
        refused = await try_to_submit(world, await world.graduate(), **form(report_by=day))
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"]) == (422, "letter.report_by")
        assert reason in fault["reason"]


class TestReview:
    async def test_a_returned_sheet_is_edited_and_reviewed_from_the_beginning(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await world.pass_as(world.department, sent["id"])
        returned = await done(world, world.school, sent["id"], "return", detail="岗位名称不完整。")
        assert (returned["status"]["label"], returned["return_detail"]) == ("退回修改", "岗位名称不完整。")
        [said] = await world.harness.emitted(AgreementReturned)
        assert (said.step, said.detail, said.return_fields) == ("school", "岗位名称不完整。", [])
        again = await done(world, person, sent["id"], "resubmit-sheet", **form(job_title="高级算法工程师"))
        assert (again["status"]["label"], again["review_step"]["code"]) == ("就业协议审核中", "department")
        assert (again["job"]["title"], again["return_detail"]) == ("高级算法工程师", None)
        assert (await world.terms(person, sent["id"]))["version"] == 2
        [kept] = (await world.as_(world.school).get(f"/v1/agreements/{sent['id']}/letters")).json()
        assert (kept["terms_version"], kept["because"]["code"]) == (1, "resubmit_sheet")
        assert [(one["before"], one["after"]) for one in kept["changes"]] == [("算法工程师", "高级算法工程师")]

    async def test_what_was_said_when_returning_goes_with_the_return(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await done(world, world.department, sent["id"], "return", detail="请核对。")
        given_up = await done(world, person, sent["id"], "discard")
        assert (given_up["status"]["code"], given_up["return_detail"]) == ("discarded", None)

    async def test_sending_again_freezes_the_review_mode_of_then(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await done(world, world.department, sent["id"], "return", detail="请核对。")
        await world.open_signing(review_mode="school_only")
        again = await done(world, person, sent["id"], "resubmit-sheet", **form())
        assert again["review_step"]["code"] == "school"

    @pytest.mark.parametrize("other", [TYPED, TYPED | {"name": "乙公司"}])
    async def test_a_returned_sheet_keeps_its_employer(self, world: World, other: dict[str, Any]) -> None:
        employer, _, person = await world.employer(), await world.employer("乙公司"), await world.graduate()
        sent = await submit(world, person, employer=TYPED | {"name": VERIFIED["name"]})
        await done(world, world.department, sent["id"], "return", detail="请核对单位。")
        refused = await world.post(person, sent["id"], "resubmit-sheet", **form(other))
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["field"]) == (422, "employer.name")
        assert "撤回" in fault["remedy"]
        again = await done(world, person, sent["id"], "resubmit-sheet", **form({"name": VERIFIED["name"]}))
        assert again["employer_id"] == str(employer.employer_id)

    async def test_a_returned_sheet_leaves_the_graduate_free(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await done(world, world.department, sent["id"], "return", detail="请核对。")
        await submit(world, person)
        refused = await world.post(person, sent["id"], "resubmit-sheet", **form())
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")

    async def test_a_rejected_sheet_is_void(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        rejected = await done(world, world.department, sent["id"], "reject", **WHY)
        assert (rejected["status"]["label"], rejected["status"]["tab"]["label"]) == ("就业协议审核不通过", "签约失败")
        assert rejected["rejection"]["detail"] == "单位已注销。"
        [said] = await world.harness.emitted(AgreementRejected)
        assert (said.step, said.reason) == ("department", "单位非正常经营")
        for verb, body in (("resubmit-sheet", form()), ("discard", {})):
            refused = await world.post(person, sent["id"], verb, **body)
            assert (refused.status_code, refused.json()["state"]) == (409, "sheet_rejected")
        assert (await submit(world, person))["status"]["code"] == "sheet_in_review"

    async def test_marks_no_fields(self, world: World) -> None:
        sent = await submit(world, await world.graduate())
        refused = await world.post(
            world.department, sent["id"], "return", detail="请核对。", fields=["letter.job_title"]
        )
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "fields")

    async def test_gives_the_number_once(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        refused = await world.post(world.school, sheet["id"], "pass")
        assert (refused.status_code, refused.json()["state"]) == (409, "sheet_passed")
        signed = await signed_offline(world, await world.graduate())
        assert (sheet["number"][9:16], signed["number"][9:16]) == ("0000001", "0000002")
        assert (await world.read(person, sheet["id"]))["number"] == sheet["number"]

    async def test_the_printed_contact_is_that_of_the_first_review(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        await world.pass_as(world.department, sent["id"])
        await world.pass_as(world.school, sent["id"])
        before = await world.read(person, sent["id"])
        assert before["school_contact"]["name"] == "张思"


class TestDiscard:
    async def test_leaves_the_graduate_free_and_keeps_the_number(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        given_up = await done(world, person, sheet["id"], "discard")
        assert (given_up["status"]["label"], given_up["number"]) == ("学生已撤回", sheet["number"])
        assert len(await world.harness.emitted(ApplicationDiscarded)) == 1
        assert (await prepared(world, person))["number"] != sheet["number"]

    async def test_ends_with_the_signature(self, world: World) -> None:
        person = await world.graduate()
        signed = await signed_offline(world, person)
        refused = await world.post(person, signed["id"], "discard")
        assert (refused.status_code, refused.json()["state"]) == (409, "signed")

    async def test_is_for_agreements_on_paper(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        refused = await world.post(person, sent["id"], "discard")
        assert (refused.status_code, refused.json()["state"]) == (409, "awaiting_graduate")

    async def test_is_not_anothers(self, world: World) -> None:
        sent = await submit(world, await world.graduate())
        refused = await world.post(await world.graduate(), sent["id"], "discard")
        assert (refused.status_code, refused.json()["code"]) == (404, "agreements.no_such_agreement")


class TestSheetForPrint:
    async def test_names_who_confirmed_what_on_the_platform(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        path = f"/v1/agreements/{sheet['id']}/sheet"
        printed = (await world.as_(world.printer).get(path)).json()
        assert (printed["number"], printed["kind"]["label"]) == (sheet["number"], "线下签约")
        assert (printed["employer"]["employer_id"], printed["signed_at"]) == (None, None)
        confirmed = printed["confirmations"]
        assert (confirmed["employer"], confirmed["graduate"]["by"]) == (None, person.facts["name"])
        await done(
            world, person, sheet["id"], "upload-copy", file_ids=[await uploaded(world, person, "agreement_copy")]
        )
        await passed(world, sheet["id"])
        again = (await world.as_(world.printer).get(path)).json()
        assert again["confirmations"] == confirmed

    async def test_there_is_none_before_the_number(self, world: World) -> None:
        sent = await submit(world, await world.graduate())
        refused = await world.as_(world.printer).get(f"/v1/agreements/{sent['id']}/sheet")
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.not_signed")
