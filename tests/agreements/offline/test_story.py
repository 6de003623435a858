"""毕业生申请就业协议线下签约, the whole way (guides/003 §5.2)."""

from typing import Any

from common.contracts.agreements import (
    AgreementPassedByDepartment,
    AgreementSigned,
    OfflineAgreementPrepared,
    OfflineAgreementSubmitted,
    SealedCopySubmitted,
)
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import TYPED, VERIFIED, done, passed, submit, upload
from tests.agreements.world import World


class TestStory:
    async def test_from_the_form_to_the_signed_agreement(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        assert sent["status"]["label"] == "就业协议审核中"
        assert (sent["status"]["tab"]["label"], sent["kind"]["label"], sent["initiator"]) == (
            "签约中",
            "线下签约",
            "学生",
        )
        assert (sent["deadline"], sent["valid_days"], sent["number"]) == (None, None, None)
        assert sent["invited_at"] == sent["accepted_at"]
        assert (sent["employer_id"], sent["employer_name"]) == (None, TYPED["name"])

        await world.pass_as(world.department, sent["id"])
        sheet = await world.pass_as(world.school, sent["id"])
        assert (sheet["status"]["label"], sheet["number"][:9]) == ("就业协议审核通过", "202719901")
        assert sheet["school_contact"]["name"] == "张思"

        copy = await upload(world, person, sent["id"])
        assert (copy["status"]["label"], copy["review_step"]["code"]) == ("签约审核中", "department")
        signed = await passed(world, sent["id"])
        assert (signed["status"]["label"], signed["number"]) == ("签约审核通过", sheet["number"])
        assert [entry["action"]["label"] for entry in signed["timeline"]] == [
            "提交就业协议",
            "院系审核通过",
            "学校审核通过",
            "上传盖章协议",
            "院系审核通过",
            "学校审核通过",
        ]

    async def test_the_form_is_reviewed_and_the_sealed_copy_attested_in_two_party_provinces(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        person = await world.graduate()
        sent = await submit(world, person)
        assert "审核通过" in labels_of_actions(await world.read(world.department, sent["id"]))
        await passed(world, sent["id"])
        copy = await upload(world, person, sent["id"])
        assert "鉴证通过" in labels_of_actions(await world.read(world.department, sent["id"]))
        steps = [step["label"] for step in copy["progress"]]
        assert (steps[1:3], steps[4:]) == (["院系审核", "学校审核"], ["院系鉴证", "学校鉴证"])
        signed = await passed(world, sent["id"])
        acted = [entry["action"]["label"] for entry in signed["timeline"]]
        assert (acted[1:3], acted[4:]) == (["院系审核通过", "学校审核通过"], ["院系鉴证通过", "学校鉴证通过"])

    async def test_every_step_is_said(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        sheet = await passed(world, sent["id"])
        file_id = await uploaded(world, person, "agreement_copy")
        await done(world, person, sent["id"], "upload-copy", file_ids=[file_id])
        signed = await passed(world, sent["id"])
        [submitted] = await world.harness.emitted(OfflineAgreementSubmitted)
        assert (submitted.employer_id, submitted.kind, submitted.review_step) == (None, "offline", "department")
        [prepared] = await world.harness.emitted(OfflineAgreementPrepared)
        assert prepared.agreement_number == sheet["number"]
        [copied] = await world.harness.emitted(SealedCopySubmitted)
        assert (copied.by, [str(one) for one in copied.file_ids]) == ("graduate", [file_id])
        [said] = await world.harness.emitted(AgreementSigned)
        assert (said.agreement_number, said.kind) == (signed["number"], "offline")
        by_department = await world.harness.emitted(AgreementPassedByDepartment)
        assert [each.offline_review for each in by_department] == ["sheet", "copy"]

    async def test_a_verified_employer_is_linked_and_can_upload(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sent = await submit(world, person, employer=TYPED | VERIFIED)
        assert sent["employer_id"] == str(employer.employer_id)
        assert sent["employer"]["address"] == "中关村大街1号"
        await passed(world, sent["id"])
        assert (await upload(world, employer, sent["id"]))["status"]["label"] == "签约审核中"
        [copied] = await world.harness.emitted(SealedCopySubmitted)
        assert copied.by == "employer"
        assert (await passed(world, sent["id"]))["status"]["label"] == "签约审核通过"


def labels_of_actions(agreement: dict[str, Any]) -> set[str]:
    return {action["label"] for action in agreement["actions"]}
