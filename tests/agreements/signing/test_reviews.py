"""The review: whose turn, what a rejection needs, what signing freezes."""

from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import DepartmentUser, SchoolUser
from common.contracts.agreements import AgreementRejected, AgreementSigned
from tests.agreements.world import CONTACT, SCHOOL, Person, World

WHY = {"reason_code": "employer_not_operating", "detail": "单位已注销。"}
Accepted = tuple[Person, dict[str, Any]]


@pytest.fixture
async def accepted(world: World) -> Accepted:
    employer, person = await world.employer(), await world.graduate()
    sent = await world.invite(employer, person)
    return person, await world.accept(person, sent["id"])


class TestPass:
    async def test_the_school_waits_for_the_department(self, world: World, accepted: Accepted) -> None:
        refused = await world.post(world.school, accepted[1]["id"], "pass")
        told = refused.json()
        assert (refused.status_code, told["code"], told["rule"]) == (
            409,
            "agreements.not_at_this_step",
            "reviewer_is_at_this_step",
        )
        assert told["who_can_change"] == "该毕业生的院系用户"

    async def test_the_department_decides_once(self, world: World, accepted: Accepted) -> None:
        agreement = accepted[1]["id"]
        await world.pass_as(world.department, agreement)
        refused = await world.post(world.department, agreement, "pass")
        assert (refused.status_code, refused.json()["rule"]) == (409, "reviewer_is_at_this_step")
        assert refused.json()["who_can_change"] == "该毕业生的学校用户"

    async def test_a_signed_agreement_is_not_signed_again(self, world: World, accepted: Accepted) -> None:
        agreement = accepted[1]["id"]
        await world.pass_as(world.department, agreement)
        signed = await world.pass_as(world.school, agreement)
        refused = await world.post(world.school, agreement, "pass")
        assert (refused.status_code, refused.json()["state"]) == (409, "signed")
        assert (await world.read(world.school, agreement))["number"] == signed["number"]
        assert len(await world.harness.emitted(AgreementSigned)) == 1

    async def test_an_unanswered_invitation_cannot_be_reviewed(self, world: World) -> None:
        sent = await world.invite(await world.employer(), await world.graduate())
        for verb, body in (("pass", {}), ("reject", WHY)):
            refused = await world.post(world.school, sent["id"], verb, **body)
            assert (refused.status_code, refused.json()["state"]) == (409, "awaiting_graduate")

    async def test_goes_on_while_signing_is_closed(self, world: World, accepted: Accepted) -> None:
        await world.open_signing(signing_open=False)
        await world.pass_as(world.department, accepted[1]["id"])
        assert (await world.pass_as(world.school, accepted[1]["id"]))["status"]["code"] == "signed"

    async def test_the_school_contact_is_that_of_the_approval(self, world: World, accepted: Accepted) -> None:
        await world.open_signing(contact=CONTACT | {"name": "李思"})
        await world.pass_as(world.department, accepted[1]["id"])
        signed = await world.pass_as(world.school, accepted[1]["id"])
        await world.open_signing(contact=CONTACT | {"name": "王思"})
        assert (await world.read(world.school, signed["id"]))["school_contact"]["name"] == "李思"

    async def test_numbers_follow_each_other(self, world: World) -> None:
        employer = await world.employer()
        numbers = [(await world.signed(employer, await world.graduate()))["number"] for _ in range(3)]
        assert [number[9:16] for number in numbers] == ["0000001", "0000002", "0000003"]

    async def test_other_departments_and_schools_know_nothing_of_it(self, world: World, accepted: Accepted) -> None:
        strangers = (
            DepartmentUser(id=uuid4(), name="钱老师", school_code=SCHOOL, department="数学学院"),
            DepartmentUser(id=uuid4(), name="孙老师", school_code="19902", department="计算机学院"),
            SchoolUser(id=uuid4(), name="李老师", school_code="19902"),
        )
        for stranger in strangers:
            for verb, body in (("pass", {}), ("reject", WHY)):
                refused = await world.post(stranger, accepted[1]["id"], verb, **body)
                assert (refused.status_code, refused.json()["code"]) == (404, "agreements.no_such_agreement")


class TestReject:
    async def test_the_department_can_reject(self, world: World, accepted: Accepted) -> None:
        rejected = (await world.post(world.department, accepted[1]["id"], "reject", **WHY)).json()
        assert rejected["status"]["label"] == "签约审核不通过"
        assert rejected["rejection"] == {
            "step": {"code": "department", "label": "院系审核"},
            "reason": {"code": "employer_not_operating", "label": "单位非正常经营"},
            "detail": "单位已注销。",
        }
        [said] = await world.harness.emitted(AgreementRejected)
        assert (said.step, said.reason, said.detail) == ("department", "单位非正常经营", "单位已注销。")

    async def test_the_school_can_reject_what_the_department_passed(self, world: World, accepted: Accepted) -> None:
        await world.pass_as(world.department, accepted[1]["id"])
        rejected = (await world.post(world.school, accepted[1]["id"], "reject", **WHY)).json()
        assert rejected["rejection"]["step"]["code"] == "school"
        assert rejected["number"] is None
        entry = rejected["timeline"][-1]
        assert (entry["action"]["label"], entry["reason"], entry["detail"]) == (
            "学校审核不通过",
            "单位非正常经营",
            "单位已注销。",
        )

    async def test_the_graduate_and_the_employer_read_why(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        await world.post(world.department, agreement["id"], "reject", **WHY)
        for reader in (person, world.employer_of(agreement)):
            assert (await world.read(reader, agreement["id"]))["rejection"]["detail"] == "单位已注销。"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"detail": "单位已注销。"}, "reason_code"),
            ({"reason_code": "other"}, "detail"),
            ({"reason_code": "other", "detail": "  "}, "detail"),
            ({"reason_code": "no_such_reason", "detail": "单位已注销。"}, "reason_code"),
            ({"reason_code": "other", "detail": "长" * 501}, "detail"),
        ],
    )
    async def test_needs_a_reason_of_the_list_and_a_text(
        self, world: World, accepted: Accepted, body: dict[str, Any], field: str
    ) -> None:
        refused = await world.post(world.department, accepted[1]["id"], "reject", **body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert (await world.read(world.department, accepted[1]["id"]))["status"]["code"] == "in_review"

    async def test_reviewers_get_the_list_of_reasons(self, world: World, accepted: Accepted) -> None:
        person, agreement = accepted
        seen = await world.read(world.department, agreement["id"])
        assert [reason["label"] for reason in seen["reject_reasons"]] == [
            "单位信息不准确",
            "单位非正常经营",
            "单位为预警单位",
            "岗位信息不真实",
            "学生信息有误",
            "户档信息有误",
            "其他",
        ]
        assert (await world.read(person, agreement["id"]))["reject_reasons"] == []
