"""The sealed copy: by either side, with which files, and the second review."""

import pytest

from common.auth.actors import EmployerUser
from common.contracts.agreements import SealedCopyRefused
from tests.agreements.files.support import uploaded
from tests.agreements.offline.support import TYPED, VERIFIED, WHY, done, passed, prepared, submit, upload
from tests.agreements.world import World


class TestUpload:
    async def test_begins_the_review_that_was_frozen_with_the_sheet(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        await world.open_signing(review_mode="school_only")
        assert (await upload(world, person, sheet["id"]))["review_step"]["code"] == "department"

    async def test_goes_on_while_signing_is_closed(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        await world.open_signing(signing_open=False)
        await upload(world, person, sheet["id"])
        assert (await passed(world, sheet["id"]))["status"]["code"] == "signed"

    async def test_shows_its_files_to_everybody_who_has_a_part(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sheet = await prepared(world, person, employer=TYPED | VERIFIED)
        files = [await uploaded(world, person, "agreement_copy") for _ in range(2)]
        await done(world, person, sheet["id"], "upload-copy", file_ids=files)
        for reader in (person, employer, world.school, world.department):
            assert (await world.read(reader, sheet["id"]))["file_ids"] == files

    async def test_the_later_copy_replaces_the_earlier_one(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sheet = await prepared(world, person, employer=TYPED | VERIFIED)
        first = await upload(world, person, sheet["id"])
        await done(world, world.department, sheet["id"], "return", detail="图片不清晰。")
        again = await upload(world, employer, sheet["id"])
        assert set(first["file_ids"]).isdisjoint(again["file_ids"])
        assert (again["return_detail"], again["review_step"]["code"]) == (None, "department")

    async def test_refuses_files_of_others_and_of_other_purposes(self, world: World) -> None:
        person, other = await world.graduate(), await world.graduate()
        sheet = await prepared(world, person)
        files = [await uploaded(world, other, "agreement_copy"), await uploaded(world, person, "agreement_proof")]
        refused = await world.post(person, sheet["id"], "upload-copy", file_ids=files)
        assert refused.status_code == 422
        assert [fault["field"] for fault in refused.json()["errors"]] == ["file_ids.0", "file_ids.1"]
        assert (await world.read(person, sheet["id"]))["status"]["code"] == "sheet_passed"

    @pytest.mark.parametrize("number", [0, 10])
    async def test_has_one_to_nine_files(self, world: World, number: int) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        files = [await uploaded(world, person, "agreement_copy") for _ in range(number)]
        refused = await world.post(person, sheet["id"], "upload-copy", file_ids=files)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file_ids")

    async def test_waits_for_the_sheet(self, world: World) -> None:
        person = await world.graduate()
        sent = await submit(world, person)
        file_id = await uploaded(world, person, "agreement_copy")
        refused = await world.post(person, sent["id"], "upload-copy", file_ids=[file_id])
        told = refused.json()
        assert (refused.status_code, told["state"], told["rule"]) == (
            409,
            "sheet_in_review",
            "status_allows_this_action",
        )
        assert "就业协议审核中" in told["detail"]

    async def test_is_for_the_two_sides(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        file_id = await uploaded(world, person, "agreement_copy")
        stranger: EmployerUser = await world.employer()
        statuses = [
            (await world.post(actor, sheet["id"], "upload-copy", file_ids=[file_id])).status_code
            for actor in (world.school, world.department, stranger)
        ]
        assert statuses == [403, 403, 404]


class TestReview:
    @pytest.mark.parametrize(("verb", "body"), [("return", {"detail": "图片不清晰。"}), ("reject", WHY)])
    async def test_refusing_a_copy_voids_nothing(self, world: World, verb: str, body: dict[str, str]) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        await upload(world, person, sheet["id"])
        await world.pass_as(world.department, sheet["id"])
        refused = await done(world, world.school, sheet["id"], verb, **body)
        assert (refused["status"]["label"], refused["number"]) == ("签约审核不通过", sheet["number"])
        assert refused["status"]["tab"]["label"] == "签约中"
        [said] = await world.harness.emitted(SealedCopyRefused)
        assert (said.step, said.detail) == ("school", body["detail"])
        assert (await upload(world, person, sheet["id"]))["rejection"] is None
        assert (await passed(world, sheet["id"]))["number"] == sheet["number"]

    async def test_says_why_a_copy_was_not_passed(self, world: World) -> None:
        person = await world.graduate()
        sheet = await prepared(world, person)
        await upload(world, person, sheet["id"])
        refused = await done(world, world.department, sheet["id"], "reject", **WHY)
        assert refused["rejection"]["reason"]["label"] == "单位非正常经营"

    async def test_a_refused_copy_still_keeps_the_graduate_from_signing_elsewhere(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sheet = await prepared(world, person)
        await upload(world, person, sheet["id"])
        await done(world, world.department, sheet["id"], "return", detail="图片不清晰。")
        sent = await world.invite(employer, person)
        refused = await world.try_to_accept(person, sent["id"])
        assert (refused.status_code, refused.json()["rule"]) == (409, "graduate_has_no_live_agreement")


class TestOptions:
    async def test_each_reader_is_told_what_is_open(self, world: World) -> None:
        employer, person = await world.employer(), await world.graduate()
        sheet = await prepared(world, person, employer=TYPED | VERIFIED)
        for reader, expected in ((person, {"upload_copy", "discard"}), (employer, {"upload_copy"})):
            shown = (await world.read(reader, sheet["id"]))["actions"]
            assert expected <= {option["action"] for option in shown if option["allowed"]}
        [closed] = [
            option for option in (await world.read(world.school, sheet["id"]))["actions"] if option["action"] == "pass"
        ]
        assert (closed["allowed"], closed["rule"]) == (False, "status_allows_this_action")
