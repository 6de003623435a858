"""The school amends an agreement: which fields, how it shows, and what never changes."""

from typing import Any

import pytest

from common.contracts.agreements import AgreementAmended
from tests.agreements.endings.support import NOT_MINE, done, refused
from tests.agreements.rescission.support import change, on_paper
from tests.agreements.world import RELOCATION, World

WHY = "单位来函变更报到时间。"
LATER = {"letter.report_by": "2027-08-01", "letter.work_place": "上海市浦东新区"}


async def amend(world: World, agreement_id: str, changes: dict[str, Any]) -> dict[str, Any]:
    return await done(world, world.school, agreement_id, "amend", changes=changes, detail=WHY)


async def faults(world: World, agreement_id: str, changes: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields and reasons of an amendment that must be refused."""
    answer = await world.post(world.school, agreement_id, "amend", changes=changes, detail=WHY)
    assert answer.status_code == 422, answer.text
    return [(fault["field"], fault["reason"]) for fault in answer.json()["errors"]]


async def typed_in(world: World, agreement_id: str) -> None:
    """As if the graduate had typed in the employer of an agreement on paper."""
    await on_paper(world, agreement_id)
    await change(world, agreement_id, "employer_id = NULL")


class TestOnline:
    async def test_administrative_data_change_field_by_field(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        amended = await amend(world, signed["id"], LATER)
        assert (amended["job"]["report_by"], amended["job"]["work_place"]) == ("2027-08-01", "上海市浦东新区")
        [shown] = amended["amendments"]
        assert (shown["by"], shown["detail"], shown["version"]) == ("王老师", WHY, amended["version"])
        assert [(one["title"], one["before"], one["after"]) for one in shown["changes"]] == [
            ("报到期限", None, "2027-08-01"),
            ("实际工作地点", "北京市", "上海市浦东新区"),
        ]
        assert amended["status"] == signed["status"]
        assert amended["timeline"][-1]["action"]["label"] == "学校修改签约信息"
        [said] = await world.harness.emitted(AgreementAmended)
        assert (said.amended_fields, said.detail) == (["报到期限", "实际工作地点"], WHY)

    async def test_both_sides_read_it_without_the_name_of_the_staff(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        await amend(world, signed["id"], LATER)
        for reader in (employer, person):
            seen = await world.read(reader, signed["id"])
            assert (seen["job"]["report_by"], seen["amendments"][0]["by"]) == ("2027-08-01", "学校用户")
            answer = await world.as_(reader).get(f"/v1/agreements/{signed['id']}/amendments")
            assert answer.json()["items"] == seen["amendments"]

    async def test_what_was_accepted_and_what_is_printed_stay(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        printed = f"/v1/agreements/{signed['id']}/sheet"
        read, sheet = await world.terms(person, signed["id"]), (await world.as_(world.printer).get(printed)).json()
        await amend(world, signed["id"], LATER | {"letter.contact_phone": "13912345678"})
        assert await world.terms(person, signed["id"]) == read
        assert (await world.as_(world.printer).get(printed)).json() == sheet

    async def test_twice_keeps_both(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        await amend(world, signed["id"], LATER)
        amended = await amend(world, signed["id"], {"letter.work_place": None})
        assert (amended["job"]["report_by"], amended["job"]["work_place"]) == ("2027-08-01", None)
        assert [one["changes"][0]["before"] for one in amended["amendments"]] == ["上海市浦东新区", None]

    async def test_relocation_is_amended_as_a_whole_that_makes_sense(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person, relocation=RELOCATION)
        accepted = await world.accept(person, sent["id"])
        amended = await amend(world, accepted["id"], {"relocation.file_address": "新址2号楼"})
        assert amended["relocation"]["file_address"] == "新址2号楼"
        assert amended["relocation"]["file_receiver"] == RELOCATION["file_receiver"]
        [(field, reason)] = await faults(world, sent["id"], {"relocation.accepts_file": False})
        assert field == "changes.relocation.accepts_file"
        assert "未选择接收档案" in reason

    async def test_the_wait_of_the_review_goes_on(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        accepted = await world.accept(person, sent["id"])
        amended = await amend(world, sent["id"], LATER)
        assert (amended["due_at"], amended["waiting_since"]) == (accepted["due_at"], accepted["waiting_since"])
        assert amended["review_step"]["code"] == "department"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("letter.regular_pay", "20000"),
            ("letter.penalty", None),
            ("letter.job_title", "后端工程师"),
            ("letter.clauses", "另议"),
            ("employer.name", "另一家公司"),
        ],
    )
    async def test_what_was_agreed_is_not_the_schools(self, world: World, field: str, value: Any) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        [(named, reason)] = await faults(world, signed["id"], {field: value})
        assert named == f"changes.{field}"
        assert "双方的约定" in reason
        assert (await world.read(world.school, signed["id"]))["version"] == signed["version"]


class TestOnPaper:
    async def test_the_record_follows_the_paper(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await typed_in(world, signed["id"])
        amended = await amend(
            world,
            signed["id"],
            {
                "letter.job_title": "后端工程师",
                "letter.regular_pay": 13000,
                "letter.job_category_code": "10",
                "employer.name": "北京示例有限公司",
                "employer.nature_code": "31",
            },
        )
        assert (amended["job_title"], amended["job"]["regular_pay"]) == ("后端工程师", "13000")
        assert (amended["employer_name"], amended["employer"]["name"]) == ("北京示例有限公司", "北京示例有限公司")
        titles = [one["title"] for one in amended["amendments"][0]["changes"]]
        assert titles == ["职位类别", "岗位名称", "转正起薪", "单位名称", "单位性质"]
        nature = amended["amendments"][0]["changes"][-1]
        assert nature["after"] == amended["employer"]["nature"]["label"]
        [row] = await world.harness.rows("SELECT terms_sha256, amended FROM agreements")
        assert row.amended is None

    async def test_pay_on_probation_goes_with_the_probation(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        await typed_in(world, signed["id"])
        body = {"changes": {"letter.probation_months": None}, "detail": WHY}
        refused = await world.post(world.school, signed["id"], "amend", **body)
        fault = refused.json()["errors"][0]
        assert (refused.status_code, fault["field"]) == (422, "changes.letter.probation_months")
        assert fault["reason"] == "未填写试用期，却填写了试用起薪"
        without = {"letter.probation_months": None, "letter.probation_pay": None}
        assert (await amend(world, signed["id"], without))["job"]["probation_pay"] is None

    async def test_the_hash_is_that_of_what_is_printed(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await typed_in(world, signed["id"])
        before = await world.terms(person, signed["id"])
        changes = {"letter.regular_pay": "13000", "employer.name": "北京示例有限公司"}
        await amend(world, signed["id"], changes)
        read = await world.terms(person, signed["id"])
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{signed['id']}/sheet")).json()
        assert (sheet["job"]["regular_pay"], sheet["employer"]["name"]) == ("13000", "北京示例有限公司")
        assert sheet["terms_sha256"] == read["terms_sha256"] != before["terms_sha256"]
        assert read["version"] == before["version"] + 1

    async def test_the_replaced_letter_is_kept(self, world: World) -> None:
        person = await world.graduate()
        signed = await world.signed(await world.employer(), person)
        await on_paper(world, signed["id"])
        await amend(world, signed["id"], {"letter.regular_pay": "13000"})
        path = f"/v1/agreements/{signed['id']}/letters"
        for reader, by in ((world.school, "王老师"), (person, "学校用户")):
            [kept] = (await world.as_(reader).get(path)).json()
            assert (kept["because"]["label"], kept["by"]) == ("学校修改签约信息", by)
            assert [(one["before"], one["after"]) for one in kept["changes"]] == [("12000", "13000")]

    async def test_a_verified_employer_is_not_the_schools(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        await on_paper(world, signed["id"])
        [(field, reason)] = await faults(world, signed["id"], {"employer.address": "新址"})
        assert (field, "已认证的单位" in reason) == ("changes.employer.address", True)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field", "reason"),
        [
            ({"letter.salary": "1"}, "changes.letter.salary", "没有此字段"),
            ({"status": "signed"}, "changes.status", "没有此字段"),
            ({"letter.valid_days": 3}, "changes.letter.valid_days", "没有此字段"),
            ({"letter.work_place": "北京市"}, "changes.letter.work_place", "“实际工作地点”没有变化"),
            (LATER | {"letter.work_place": "北京市"}, "changes.letter.work_place", "“实际工作地点”没有变化"),
            ({"letter.work_place": "长" * 201}, "changes.letter.work_place", "最多200个字，现为201个字"),
            ({"letter.contact_phone": "12"}, "changes.letter.contact_phone", None),
            ({"letter.contact_name": None}, "changes.letter.contact_name", None),
            ({"letter.contact_email": "x"}, "changes.letter.contact_email", None),
            ({"letter.report_by": "2027-13-01"}, "changes.letter.report_by", "日期格式不正确"),
            ({"letter.report_by": "2029-01-01"}, "changes.letter.report_by", "报到期限不在2026年至2028年之间"),
            ({"letter.report_by": "1999-01-01"}, "changes.letter.report_by", "报到期限不在2026年至2028年之间"),
            ({"relocation.file_region_code": "999999"}, "changes.relocation.file_region_code", None),
            ({"relocation.accepts_file": True}, "changes.relocation.accepts_file", "选择接收档案时缺少"),
            ({}, "changes", None),
            ({"x" * 61: 1}, None, None),
        ],
    )
    async def test_name_the_field(
        self, world: World, changes: dict[str, Any], field: str | None, reason: str | None
    ) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        [(named, told)] = await faults(world, signed["id"], changes)
        assert field is None or named == field
        assert reason is None or told.startswith(reason)
        assert not (await world.read(world.school, signed["id"]))["amendments"]

    async def test_every_faulty_field_is_named_at_once(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        told = await faults(world, signed["id"], {"x": 1, "letter.penalty": "1", "letter.contact_phone": "x"})
        assert [field for field, _ in told] == ["changes.x", "changes.letter.penalty", "changes.letter.contact_phone"]

    async def test_department_employer_and_graduate_amend_nothing(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        for actor in (world.department, employer, person):
            answer = await world.post(actor, signed["id"], "amend", changes=LATER, detail=WHY)
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")

    async def test_what_is_no_agreement_yet_or_frozen_is_not_amended(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        body = {"changes": LATER, "detail": WHY}
        assert await refused(world, world.school, sent["id"], "amend", **body) == (409, "status_allows_this_action")
        await world.accept(person, sent["id"])
        await done(world, person, sent["id"], "dispute", **NOT_MINE)
        assert await refused(world, world.school, sent["id"], "amend", **body) == (409, "agreement_is_not_frozen")

    @pytest.mark.parametrize("detail", [None, "", "长" * 501])
    async def test_a_reason_is_needed(self, world: World, detail: str | None) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        answer = await world.post(world.school, signed["id"], "amend", changes=LATER, detail=detail)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "detail")
