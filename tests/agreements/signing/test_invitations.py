"""Inviting: who may, when, with what letter."""

from typing import Any

import pytest

from common.auth.actors import EmployerUser
from common.contracts.agreements import InvitationExpired, InvitationSent
from tests.agreements.conftest import Time
from tests.agreements.world import LETTER, RELOCATION, SCHOOL_NAME, Person, World


async def nothing_was_sent(world: World) -> bool:
    counts = await world.harness.rows(
        "SELECT (SELECT count(*) FROM agreements), (SELECT count(*) FROM agreement_history)"
    )
    return tuple(counts[0]) == (0, 0) and not await world.harness.emitted(InvitationSent)


class TestSendInvitation:
    async def test_the_deadline_follows_the_rule_and_is_stored(self, world: World, time: Time) -> None:
        employer, person = await world.employer(), await world.graduate()
        time.is_("2026-11-12T10:10:20+08:00")
        sent = await world.invite(employer, person, valid_days=2)
        assert sent["deadline"] == "2026-11-14T16:00:00Z"
        [said] = await world.harness.emitted(InvitationSent)
        assert said.deadline.isoformat() == "2026-11-14T16:00:00+00:00"

    async def test_five_days_when_nothing_else_is_said(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        letter = {field: value for field, value in LETTER.items() if field != "valid_days"}
        answer = await world.as_(employer).post("/v1/invitations", json={"favourite_id": favourite, "letter": letter})
        assert answer.json()["valid_days"] == 5

    async def test_keeps_the_letter_as_it_was_sent(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate(), relocation=RELOCATION)
        assert sent["job"] == {
            "category": {"code": "13", "label": "工程技术人员"},
            "title": "算法工程师",
            "report_by": None,
            "report_place": "北京市海淀区中关村大街1号",
            "work_place": "北京市",
            "probation_months": 3,
            "probation_pay": "9000",
            "regular_pay": "12000",
            "penalty": "5000.50",
            "clauses": "双方另行约定:\n1. 提供宿舍。",
        }
        assert sent["contact"]["phone"] == "13812340001"
        assert sent["relocation"]["file_region"] == {"code": "110108", "label": "北京市海淀区"}

    async def test_another_employer_may_invite_the_same_graduate(self, world: World) -> None:
        person = await world.graduate()
        for name in ("甲公司", "乙公司"):
            await world.invite(await world.employer(name), person)
        listed = (await world.as_(person).get("/v1/agreements")).json()["items"]
        assert [row["employer_name"] for row in listed] == ["乙公司", "甲公司"]

    async def test_a_signed_graduate_can_still_be_invited_by_others(self, world: World) -> None:
        person = await world.graduate()
        await world.signed(await world.employer("甲公司"), person)
        sent = await world.invite(await world.employer("乙公司"), person)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")
        assert "甲公司" in refused.json()["detail"]

    async def test_the_same_key_sends_one_invitation(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        body = {"favourite_id": await world.favourite(employer, person), "letter": LETTER}
        key = {"Idempotency-Key": "one-and-the-same"}
        first = await world.as_(employer).post("/v1/invitations", json=body, headers=key)
        again = await world.as_(employer).post("/v1/invitations", json=body, headers=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert len(await world.harness.emitted(InvitationSent)) == 1
        other = await world.as_(employer).post(
            "/v1/invitations", json=body | {"letter": LETTER | {"valid_days": 3}}, headers=key
        )
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


class TestRefusals:
    async def test_an_unverified_employer_cannot_invite(self, world: World) -> None:
        employer, person = world.unverified_employer(), await world.graduate()
        verified = await world.employer()
        favourite = await world.favourite(verified, person)
        await world.forget_employers()
        refused = await world.try_to_invite(verified, favourite)
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.employer_not_verified")
        assert "教育部学生服务与素质发展中心" in refused.json()["who_can_change"]
        assert (await world.try_to_invite(employer, favourite)).status_code == 404
        assert await nothing_was_sent(world)

    @pytest.mark.parametrize(
        ("settings", "fact"),
        [(None, "尚未填写签约设置"), ({"signing_open": False}, "已关闭在线签约")],
    )
    async def test_signing_must_be_open(self, world: World, settings: dict[str, Any] | None, fact: str) -> None:
        employer = await world.employer()
        person = await world.graduate(cohort=2028)
        if settings:
            await world.open_signing(cohort=2028, **settings)
        refused = await world.try_to_invite(employer, await world.favourite(employer, person))
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.signing_not_open",
            "signing_is_open",
        )
        assert fact in told["detail"]
        assert f"{SCHOOL_NAME}的学校用户" in told["who_can_change"]
        assert await nothing_was_sent(world)

    @pytest.mark.parametrize("facts", [{"may_sign": False}, {"training_mode_code": "21"}, {"training_mode_code": "41"}])
    async def test_the_graduate_must_be_allowed_to_sign(self, world: World, facts: dict[str, Any]) -> None:
        employer, person = await world.employer(), await world.graduate(**facts)
        refused = await world.try_to_invite(employer, await world.favourite(employer, person))
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.graduate_may_not_sign")
        assert await nothing_was_sent(world)

    @pytest.mark.parametrize(
        ("change", "named"),
        [({"name": "买买提"}, "姓名"), ({"level_code": "11"}, "学历层次"), ({"person_index": "other"}, "身份证号")],
    )
    async def test_a_corrected_graduate_must_be_added_again(
        self, world: World, change: dict[str, Any], named: str
    ) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await world.correct(person, 2, **change)
        refused = await world.try_to_invite(employer, favourite)
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.favourite_outdated")
        assert named in refused.json()["detail"]

    async def test_other_corrections_do_not_hinder(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        await world.correct(person, 2, department="数学学院", major_name="数学")
        sent = await world.try_to_invite(employer, favourite)
        assert sent.json()["graduate"]["major"] == "数学"
        assert (await world.read(person, sent.json()["id"]))["graduate"]["department"] == "数学学院"

    async def test_only_one_open_invitation_per_employer_and_graduate(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        await world.invite(employer, person)
        refused = await world.try_to_invite(employer, await world.favourite(employer, person))
        told = refused.json()
        assert (refused.status_code, told["code"]) == (409, "agreements.invitation_still_open")
        assert told["rule"] == "employer_has_no_open_invitation_to_graduate"
        assert "请撤回该邀请后重新发起，或直接修改邀请" in told["remedy"]
        assert told["who_can_change"] == "本单位用户，可撤回或修改邀请"
        assert len(await world.harness.emitted(InvitationSent)) == 1

    async def test_an_employer_does_not_invite_whom_it_is_signing_with(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        await self._is_told(world, employer, person, "学生已应约提交审核中", "学校（院系）审核人员")
        await world.pass_as(world.department, sent["id"])
        await self._is_told(world, employer, person, "学生已应约提交审核中", "学校（院系）审核人员")
        await world.pass_as(world.school, sent["id"])
        await self._is_told(world, employer, person, "签约审核通过", "签约双方协商解约，由学校审核")
        assert len(await world.harness.emitted(InvitationSent)) == 1

    async def _is_told(self, world: World, employer: EmployerUser, person: Person, fact: str, who: str) -> None:
        refused = await world.try_to_invite(employer, await world.favourite(employer, person))
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.graduate_signs_with_this_employer",
            "graduate_is_not_signing_with_this_employer",
        )
        assert fact in told["detail"]
        assert told["who_can_change"] == who

    async def test_anothers_favourite_does_not_exist(self, world: World) -> None:
        person = await world.graduate()
        favourite = await world.favourite(await world.employer("甲公司"), person)
        refused = await world.try_to_invite(await world.employer("乙公司"), favourite)
        assert (refused.status_code, refused.json()["code"]) == (404, "agreements.no_such_favourite")
        assert await nothing_was_sent(world)

    async def test_needs_a_key(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        body = {"favourite_id": await world.favourite(employer, person), "letter": LETTER}
        client = world.harness.client(employer)
        client.event_hooks = {}
        refused = await client.post("/v1/invitations", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_missing")


class TestInviteAgain:
    async def test_after_a_refusal(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        first = await world.invite(employer, person)
        await world.post(person, first["id"], "decline")
        assert (await world.invite(employer, person))["id"] != first["id"]

    async def test_after_a_rejection_by_the_school(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        first = await world.invite(employer, person)
        await world.accept(person, first["id"])
        await world.post(world.department, first["id"], "reject", reason_code="other", detail="岗位与专业不符")
        again = await world.invite(employer, person)
        await world.accept(person, again["id"])

    async def test_after_the_deadline_even_while_the_clock_is_late(self, world: World, time: Time) -> None:
        employer, person = await world.employer(), await world.graduate()
        time.is_("2026-11-12T10:10:20+08:00")
        first = await world.invite(employer, person, valid_days=2)
        time.is_("2026-11-14T23:59:59.999999+08:00")
        early = await world.try_to_invite(employer, await world.favourite(employer, person))
        assert early.json()["code"] == "agreements.invitation_still_open"
        time.is_("2026-11-15T00:00:00+08:00")
        again = await world.invite(employer, person)
        assert again["id"] != first["id"]
        assert (await world.read(employer, first["id"]))["status"]["code"] == "expired"
        assert len(await world.harness.emitted(InvitationExpired)) == 1


MALFORMED: list[tuple[dict[str, Any], str, str]] = [
    ({"job_category_code": "99"}, "job_category_code", "不在代码表中"),
    ({"job_category_code": "09"}, "job_category_code", "已停用"),
    ({"job_title": ""}, "job_title", "不能为空"),
    ({"job_title": "岗" * 51}, "job_title", "最多50个字"),
    ({"valid_days": 0}, "valid_days", "不能小于 1"),
    ({"valid_days": 31}, "valid_days", "不能大于 30"),
    ({"valid_days": "2"}, "valid_days", "应为整数"),
    ({"contact_name": None}, "contact_name", ""),
    ({"contact_phone": "电话"}, "contact_phone", "联系电话格式不正确"),
    ({"contact_email": "hr@"}, "contact_email", "电子邮箱格式不正确"),
    ({"report_by": "2026-02-30"}, "report_by", "日期格式不正确"),
    ({"report_by": "2027-07-15T00:00:00"}, "report_by", "日期格式不正确"),
    ({"report_by": 1783987200}, "report_by", "应为文字"),
    ({"probation_months": 13}, "probation_months", "不能大于 12"),
    ({"probation_months": None}, "probation_pay", "未填写试用期，却填写了试用起薪"),
    ({"probation_months": 0}, "probation_pay", "试用期为0个月，却填写了试用起薪"),
    ({"probation_pay": "面议"}, "probation_pay", "金额格式不正确"),
    ({"probation_pay": 9000.5}, "probation_pay", "金额应为整数或文字"),
    ({"regular_pay": "-1"}, "regular_pay", "金额不能为负数"),
    ({"regular_pay": -5}, "regular_pay", "金额不能为负数"),
    ({"regular_pay": "12,000"}, "regular_pay", "金额中不能有逗号"),
    ({"regular_pay": "１２０００"}, "regular_pay", "金额应使用半角数字"),
    ({"regular_pay": "8000元"}, "regular_pay", "金额后不能带单位"),
    ({"regular_pay": "9" * 30}, "regular_pay", "不能超过 1000000 元"),
    ({"regular_pay": "1000000.01"}, "regular_pay", "不能超过 1000000 元"),
    ({"regular_pay": "1.234"}, "regular_pay", "金额最多两位小数"),
    ({"penalty": True}, "penalty", "金额应为整数或文字"),
    ({"clauses": "长" * 2001}, "clauses", "最多2000个字"),
    ({"clauses": "看不见\u202e的字"}, "clauses", "不可见字符"),
    ({"salary": "9000"}, "salary", "不接受此字段"),
    ({"relocation": {"accepts_file": True, "accepts_household": False}}, "relocation", "缺少档案转寄单位名称"),
    ({"relocation": RELOCATION | {"accepts_file": False}}, "relocation", "未选择接收档案"),
    (
        {"relocation": RELOCATION | {"file_region_code": "000000"}},
        "relocation.file_region_code",
        "不在行政",
    ),
    ({"relocation": RELOCATION | {"file_postcode": "1"}}, "relocation.file_postcode", "邮政编码应为6位"),
]


class TestLetter:
    async def test_a_malformed_letter_names_the_field_and_stores_nothing(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        for change, field, reason in MALFORMED:
            refused = await world.try_to_invite(employer, favourite, **change)
            assert refused.status_code == 422, change
            faults = {fault["field"]: fault for fault in refused.json()["errors"]}
            assert reason in faults[f"letter.{field}"]["reason"], change
            assert faults[f"letter.{field}"]["remedy"], change
        assert await nothing_was_sent(world)

    async def test_a_reporting_date_may_not_lie_in_the_past(self, world: World, time: Time) -> None:
        employer, person = await world.employer(), await world.graduate()
        favourite = await world.favourite(employer, person)
        time.is_("2026-11-12T16:30:00+00:00")  # the 13th in China
        refused = await world.try_to_invite(employer, favourite, report_by="2026-11-12")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter.report_by")
        for slip in ("9999-12-31", "2029-01-01"):
            refused = await world.try_to_invite(employer, favourite, report_by=slip)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "letter.report_by")
        sent = await world.try_to_invite(employer, favourite, report_by="2026-11-13")
        assert sent.json()["job"]["report_by"] == "2026-11-13"

    async def test_2000_characters_of_clauses_fit(self, world: World) -> None:
        clauses = "䶮𠮷㛃\n" * 500
        sent = await world.invite(await world.employer(), await world.graduate(), clauses=clauses)
        assert sent["job"]["clauses"] == clauses.strip()


class TestDraft:
    async def test_is_empty_at_first(self, world: World) -> None:
        draft = await world.as_(await world.employer()).get("/v1/invitations/draft")
        assert draft.json() == {"letter": None, "relocation": None}

    async def test_starts_from_the_last_letter_and_the_profile(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(), job_title="旧岗位", relocation=RELOCATION)
        await world.invite(employer, await world.graduate(name="王䶮"), job_title="新岗位")
        draft = (await world.as_(employer).get("/v1/invitations/draft")).json()
        assert draft["letter"]["job_title"] == "新岗位"
        assert draft["letter"]["contact_phone"] == "13812340001"
        assert draft["relocation"]["file_receiver"] == "海淀区人才服务中心"

    async def test_leaves_out_a_reporting_date_that_has_passed(self, world: World, time: Time) -> None:
        employer, person = await world.employer(), await world.graduate()
        time.is_("2026-11-12T10:00:00+08:00")
        await world.invite(employer, person, report_by="2026-11-20")
        draft = (await world.as_(employer).get("/v1/invitations/draft")).json()
        assert draft["letter"]["report_by"] == "2026-11-20"
        time.is_("2026-11-21T10:00:00+08:00")
        draft = (await world.as_(employer).get("/v1/invitations/draft")).json()
        assert draft["letter"]["report_by"] is None

    async def test_is_the_employers_own(self, world: World) -> None:
        await world.invite(await world.employer("甲公司"), await world.graduate())
        draft = await world.as_(await world.employer("乙公司")).get("/v1/invitations/draft")
        assert draft.json()["letter"] is None

    async def test_the_first_relocation_data_become_the_profile(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(), relocation=None)
        assert (await world.as_(employer).get("/v1/relocation-profile")).status_code == 404
        await world.invite(employer, await world.graduate(), relocation=RELOCATION)
        later = RELOCATION | {"file_receiver": "另一家人才中心"}
        await world.invite(employer, await world.graduate(), relocation=later)
        profile = (await world.as_(employer).get("/v1/relocation-profile")).json()
        assert (profile["version"], profile["content"]["file_receiver"]) == (1, "海淀区人才服务中心")

    async def test_a_letter_that_accepts_neither_does_not_fill_the_profile(self, world: World) -> None:
        employer = await world.employer()
        neither = {"accepts_file": False, "accepts_household": False}
        sent = await world.invite(employer, await world.graduate(), relocation=neither)
        assert sent["relocation"]["label"] == "不接收"
        assert (await world.as_(employer).get("/v1/relocation-profile")).status_code == 404
