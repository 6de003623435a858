"""The main way, from the favourite to the number, and what is left behind."""

import re
from typing import Any

from agreements.numbering.commands import is_agreement_number
from agreements.service import service
from common.contracts.agreements import (
    AgreementFacts,
    AgreementPassedByDepartment,
    AgreementSigned,
    InvitationAccepted,
    InvitationSent,
)
from common.messaging.envelope import Envelope
from tests.agreements.world import COHORT, CONTACT, DEPARTMENT, RELOCATION, SCHOOL, SCHOOL_NAME, World


async def envelopes_of(world: World, agreement_id: str) -> list[Envelope]:
    return [envelope for envelope in await world.harness.envelopes() if envelope.subject == agreement_id]


class TestTheWholeWay:
    async def test_an_invitation_becomes_a_numbered_agreement(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        assert sent["status"] == {
            "code": "awaiting_graduate",
            "label": "等待学生应约",
            "note": None,
            "tab": {"code": "signing", "label": "签约中"},
        }
        accepted = await world.accept(person, sent["id"])
        assert accepted["status"]["label"] == "学生已同意签约 等待学校(学院)审核"
        assert (await world.read(employer, sent["id"]))["status"]["label"] == "学生已应约提交审核中"
        assert accepted["review_step"] == {"code": "department", "label": "院系审核"}
        passed = await world.pass_as(world.department, sent["id"])
        assert passed["review_step"] == {"code": "school", "label": "学校审核"}
        signed = await world.pass_as(world.school, sent["id"])
        assert signed["status"]["label"] == "签约审核通过"
        assert re.fullmatch(rf"{COHORT}{SCHOOL}0000001\d", signed["number"])
        assert is_agreement_number(signed["number"])

    async def test_the_school_alone_reviews_when_the_settings_say_so(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        assert (await world.accept(person, sent["id"]))["review_step"]["code"] == "school"
        assert (await world.pass_as(world.school, sent["id"]))["status"]["code"] == "signed"

    async def test_says_each_change_once_in_order_with_what_consumers_need(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        said = await envelopes_of(world, signed["id"])
        assert [(envelope.sequence, envelope.type) for envelope in said] == [
            (1, InvitationSent.type),
            (2, InvitationAccepted.type),
            (3, AgreementPassedByDepartment.type),
            (4, AgreementSigned.type),
        ]
        facts = {
            "agreement_id": signed["id"],
            "kind": "online",
            "employer_id": str(employer.employer_id),
            "employer_name": "北京示例科技有限公司",
            "graduate_id": str(person.id),
            "graduate_name": "买买提·吐尔逊",
            "school_code": SCHOOL,
            "department": DEPARTMENT,
            "cohort": COHORT,
        }
        types = [None, "three_party", "three_party", "three_party"]
        assert [_only(AgreementFacts, envelope.data) for envelope in said] == [
            facts | {"agreement_type": frozen} for frozen in types
        ]
        assert (said[1].data["review_step"], said[3].data["agreement_number"]) == ("department", signed["number"])

    async def test_writes_one_history_row_for_each_change(self, world: World) -> None:
        signed = await world.signed(await world.employer(), await world.graduate())
        rows = await world.harness.rows(
            "SELECT version, actor_role, action, from_status, to_status, at_step FROM agreement_history ORDER BY id"
        )
        assert [tuple(row) for row in rows] == [
            (1, "employer_user", "invite", None, "awaiting_graduate", None),
            (2, "graduate", "accept", "awaiting_graduate", "in_review", None),
            (3, "department_user", "pass", "in_review", "in_review", "department"),
            (4, "school_user", "pass", "in_review", "signed", "school"),
        ]
        assert signed["version"] == 4

    async def test_shows_the_timeline_with_the_words_of_the_guides(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        assert [(entry["action"]["label"], entry["by"]) for entry in signed["timeline"]] == [
            ("发起签约邀请", "招聘专员"),
            ("接受", "买买提·吐尔逊"),
            ("院系审核通过", "赵老师"),
            ("学校审核通过", "王老师"),
        ]

    async def test_does_not_tell_graduates_and_employers_who_of_the_staff_it_was(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        for reader in (employer, person):
            timeline = (await world.read(reader, signed["id"]))["timeline"]
            assert [entry["by"] for entry in timeline[2:]] == ["院系用户", "学校用户"]

    async def test_a_two_party_agreement_is_attested_not_reviewed(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        signed = await world.signed(await world.employer(), await world.graduate())
        assert signed["agreement_type"] == {"code": "two_party", "label": "两方协议"}
        assert [entry["action"]["label"] for entry in signed["timeline"][2:]] == ["院系鉴证通过", "学校鉴证通过"]
        assert {"鉴证通过", "鉴证不通过"} < {action["label"] for action in signed["actions"]}
        assert not [action["label"] for action in signed["actions"] if "审核" in action["label"]]


class TestSheet:
    async def test_has_everything_that_is_printed(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person, relocation=RELOCATION)
        await world.accept(person, sent["id"])
        await world.pass_as(world.department, sent["id"])
        signed = await world.pass_as(world.school, sent["id"])
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{sent['id']}/sheet")).json()
        assert sheet["number"] == signed["number"]
        assert sheet["kind"] == {"code": "online", "label": "线上签约"}
        assert (sheet["agreement_type"]["label"], sheet["review_word"], sheet["cohort_label"]) == (
            "三方协议",
            "审核",
            "2027届",
        )
        assert sheet["employer"]["contact"] == {"name": "陈静", "phone": "13812340001", "email": "hr@example.com"}
        assert sheet["employer"]["region"] == {"code": "110108", "label": "北京市海淀区"}
        assert sheet["graduate"] == {
            "graduate_id": str(person.id),
            "version": 1,
            "name": "买买提·吐尔逊",
            "department": DEPARTMENT,
        }
        assert (sheet["job"]["category"]["label"], sheet["job"]["penalty"]) == ("工程技术人员", "5000.50")
        assert (sheet["relocation"]["label"], sheet["relocation"]["file_phone"]) == ("接收档案和户口", "010-88886666")
        assert sheet["school"] == {
            "code": SCHOOL,
            "name": SCHOOL_NAME,
            "contact_name": "张思",
            "phone": "010-66959595",
            "address": "北京市海淀区学院路1号",
            "postcode": "100871",
        }
        assert {step: done["by"] for step, done in sheet["confirmations"].items()} == {
            "employer": "招聘专员",
            "graduate": "买买提·吐尔逊",
            "department": "赵老师",
            "school": "王老师",
        }

    async def test_has_no_department_where_the_school_reviews_alone(self, world: World) -> None:
        await world.open_signing(review_mode="school_only")
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        await world.pass_as(world.school, sent["id"])
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{sent['id']}/sheet")).json()
        assert sheet["confirmations"]["department"] is None
        assert sheet["relocation"] is None

    async def test_is_refused_until_the_agreement_is_signed(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        answer = await world.as_(world.printer).get(f"/v1/agreements/{sent['id']}/sheet")
        assert (answer.status_code, answer.json()["code"]) == (409, "agreements.not_signed")

    async def test_is_for_services_alone(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        for actor in (employer, person, world.department, world.school):
            answer = await world.as_(actor).get(f"/v1/agreements/{signed['id']}/sheet")
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")


class TestFreezing:
    async def test_later_corrections_do_not_change_what_is_printed(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        signed = await world.signed(employer, person)
        before = (await world.as_(world.printer).get(f"/v1/agreements/{signed['id']}/sheet")).json()
        await world.verify(employer, sequence=2, name="更名后的公司", address="新地址")
        await world.correct(person, 2, department="数学学院", major_name="数学")
        await world.open_school(name="更名后的大学", sequence=2)
        await world.open_signing(contact={**CONTACT, "name": "新经办人"})
        after = (await world.as_(world.printer).get(f"/v1/agreements/{signed['id']}/sheet")).json()
        assert after == before
        seen = await world.read(person, signed["id"])
        assert seen["employer"]["name"] == "北京示例科技有限公司"
        assert seen["graduate"]["department"] == DEPARTMENT
        at_school = await world.read(world.school, signed["id"])
        assert at_school["graduate"]["department"] == "数学学院"

    async def test_the_employer_is_frozen_when_the_graduate_accepts(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.verify(employer, sequence=2, name="更名后的公司")
        accepted = await world.accept(person, sent["id"])
        await world.verify(employer, sequence=3, name="再次更名的公司")
        assert accepted["employer"]["name"] == "更名后的公司"
        assert (await world.read(world.school, sent["id"]))["employer_name"] == "更名后的公司"

    async def test_the_accepted_terms_stay_readable_and_keep_their_hash(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        read = await world.terms(person, sent["id"])
        await world.accept(person, sent["id"])
        await world.verify(employer, sequence=2, name="更名后的公司")
        await world.correct(person, 2, department="数学学院")
        assert await world.terms(person, sent["id"]) == read
        [row] = await world.harness.rows("SELECT terms_sha256, graduate_version FROM agreements")
        assert tuple(row) == (read["terms_sha256"], 1)

    async def test_the_review_mode_is_the_one_of_the_acceptance(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person)
        await world.accept(person, sent["id"])
        await world.open_signing(review_mode="school_only")
        assert (await world.read(world.school, sent["id"]))["review"]["mode"]["label"] == "先院系再校级审核"
        refused = await world.post(world.school, sent["id"], "pass")
        assert (refused.status_code, refused.json()["rule"]) == (409, "reviewer_is_at_this_step")


class TestPersonalData:
    async def test_no_phone_is_stored_in_the_clear_or_said(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await world.invite(employer, person, relocation=RELOCATION)
        await world.accept(person, sent["id"])
        await world.pass_as(world.department, sent["id"])
        await world.pass_as(world.school, sent["id"])
        # Answers kept for a repeated key are sealed, or not, by what all services share, and are tested there.
        tables = list(service.metadata.tables)
        stored = [str(await world.harness.rows(f"SELECT t::text FROM {table} t")) for table in tables]
        said = [envelope.to_json().decode() for envelope in await world.harness.envelopes()]
        for secret in ("13812340001", "010-88886666", "010-66959595", person.id_number):
            assert not [text for text in stored + said if secret in text]


def _only(contract: type[AgreementFacts], data: dict[str, Any]) -> dict[str, Any]:
    return {field: data[field] for field in contract.model_fields}
