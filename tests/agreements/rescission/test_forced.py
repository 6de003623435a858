"""强制解约: by a school user, only while the employer leaves the graduate without an answer (guides/003 §7.1)."""

from uuid import uuid4

import pytest

from common.contracts.agreements import AgreementRescinded
from tests.agreements.rescission.conftest import Signed
from tests.agreements.rescission.support import ask, done, proof, school_proof
from tests.agreements.world import World

WHY = "单位长期未回应，已电话协商一致，录音和函件留存。"


class TestForce:
    async def test_ends_the_agreement_with_reason_and_proof(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        file_id = await school_proof(world)
        forced = await done(world, world.school, signed.id, "force-rescission", detail=WHY, file_ids=[file_id])
        assert (forced["status"]["code"], forced["status"]["tab"]["label"]) == ("rescinded", "已解约")
        told = forced["rescission"]
        assert (told["form"]["label"], told["force_detail"], told["force_file_ids"]) == ("强制解约", WHY, [file_id])
        assert (told["by"]["label"], told["outcome"]["label"]) == ("学生", "解约通过")
        [event] = await world.harness.emitted(AgreementRescinded)
        assert (event.form, event.ruling, [str(one) for one in event.file_ids]) == ("forced", None, [file_id])
        last = forced["timeline"][-1]
        assert (last["action"]["label"], last["detail"]) == ("强制解约", WHY)

    async def test_the_parties_read_why_and_do_not_see_the_schools_papers(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        file_id = await school_proof(world)
        await done(world, world.school, signed.id, "force-rescission", detail=WHY, file_ids=[file_id])
        for side in (signed.person, signed.employer):
            told = (await world.read(side, signed.id))["rescission"]
            assert (told["force_detail"], told["force_file_ids"]) == (WHY, [])

    @pytest.mark.parametrize("stage", ["signed", "by_employer", "in_review", "declined"])
    async def test_is_for_no_other_state(self, world: World, signed: Signed, stage: str) -> None:
        if stage != "signed":
            await ask(world, signed.employer if stage == "by_employer" else signed.person, signed.id)
        if stage == "in_review":
            await done(world, signed.employer, signed.id, "agree-rescission")
        if stage == "declined":
            await done(world, signed.employer, signed.id, "decline-rescission")
        body = {"detail": WHY, "file_ids": [await school_proof(world)]}
        refused = await world.post(world.school, signed.id, "force-rescission", **body)
        assert (refused.status_code, refused.json()["rule"]) == (409, "status_allows_this_action")
        assert refused.json()["state"] == (await world.read(world.school, signed.id))["status"]["code"]

    async def test_is_no_business_of_departments_and_parties(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        body = {"detail": WHY, "file_ids": [await school_proof(world)]}
        for actor in (world.department, signed.person, signed.employer):
            refused = await world.post(actor, signed.id, "force-rescission", **body)
            assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")

    async def test_needs_the_schools_own_proof(self, world: World, signed: Signed) -> None:
        await ask(world, signed.person, signed.id)
        for file_id in (str(uuid4()), await proof(world, signed.person)):
            body = {"detail": WHY, "file_ids": [file_id]}
            refused = await world.post(world.school, signed.id, "force-rescission", **body)
            [fault] = refused.json()["errors"]
            assert (refused.status_code, fault["field"]) == (422, "file_ids.0")
        assert (await world.read(world.school, signed.id))["status"]["code"] == "rescission_awaiting_employer"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"detail": WHY, "file_ids": []}, "file_ids"),
            ({"detail": WHY}, "file_ids"),
            ({"detail": "", "file_ids": [str(uuid4())]}, "detail"),
            ({"detail": "长" * 501, "file_ids": [str(uuid4())]}, "detail"),
            ({"detail": WHY, "file_ids": ["none"]}, "file_ids.0"),
        ],
    )
    async def test_names_what_is_missing(
        self, world: World, signed: Signed, body: dict[str, object], field: str
    ) -> None:
        refused = await world.post(world.school, signed.id, "force-rescission", **body)
        assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (422, [field])
