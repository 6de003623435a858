"""户档信息管理: one profile for all users of an employer, with its history."""

import asyncio
from typing import Any

import pytest

from common.contracts.values.region import region_name
from tests.agreements.world import RELOCATION, World

PATH = "/v1/relocation-profile"


class TestProfile:
    async def test_is_empty_at_first(self, world: World) -> None:
        answer = await world.as_(await world.employer()).get(PATH)
        assert (answer.status_code, answer.json()["code"]) == (404, "agreements.no_relocation_profile")

    async def test_is_shared_by_the_users_of_an_employer(self, world: World) -> None:
        employer = await world.employer()
        written = await world.as_(employer).put(PATH, json=RELOCATION)
        assert (written.status_code, written.headers["etag"]) == (200, '"1"')
        colleague = world.employer_of({"employer_id": str(employer.employer_id)})
        seen = (await world.as_(colleague).get(PATH)).json()["content"]
        assert (seen["label"], seen["file_phone"]) == ("接收档案和户口", "010-88886666")
        assert seen["household_region"] == {"code": "110108", "label": "北京市海淀区"}
        stranger = await world.as_(await world.employer("乙公司")).get(PATH)
        assert stranger.status_code == 404

    async def test_an_edit_names_the_version_it_has_seen(self, world: World) -> None:
        client = world.as_(await world.employer())
        await client.put(PATH, json=RELOCATION)
        assert (await client.put(PATH, json=RELOCATION)).json()["code"] == "agreements.if_match_missing"
        other = RELOCATION | {"file_contact": "吴敏"}
        assert (await client.put(PATH, json=other, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
        stale = await client.put(PATH, json=RELOCATION, headers={"If-Match": '"1"'})
        assert (stale.status_code, stale.json()["code"]) == (409, "agreements.edited_meanwhile")
        early = await world.as_(await world.employer("乙公司")).put(PATH, json=RELOCATION, headers={"If-Match": '"1"'})
        assert early.status_code == 409

    async def test_what_says_the_same_is_no_edit(self, world: World) -> None:
        client = world.as_(await world.employer())
        await client.put(PATH, json=RELOCATION)
        same = await client.put(PATH, json=RELOCATION, headers={"If-Match": '"1"'})
        assert (same.status_code, same.headers["etag"], same.json()["version"]) == (200, '"1"', 1)
        assert len((await client.get(f"{PATH}/edits")).json()["items"]) == 1

    async def test_the_history_tells_who_changed_what(self, world: World) -> None:
        employer = await world.employer()
        await world.invite(employer, await world.graduate(), relocation=RELOCATION)
        colleague = world.employer_of({"employer_id": str(employer.employer_id)})
        await world.as_(colleague).put(PATH, json=RELOCATION | {"file_contact": "吴敏"}, headers={"If-Match": '"1"'})
        edits = (await world.as_(employer).get(f"{PATH}/edits")).json()["items"]
        assert [(edit["version"], edit["by"]) for edit in edits] == [(2, "另一位专员"), (1, "招聘专员")]
        assert edits[0]["changes"] == [
            {"field": "file_contact", "title": "档案转寄单位联系人", "before": "周敏", "after": "吴敏"}
        ]
        assert len(edits[1]["changes"]) == len(RELOCATION)
        [region] = [change["after"] for change in edits[1]["changes"] if change["field"] == "file_region_code"]
        assert region == region_name(str(RELOCATION["file_region_code"]))
        assert [edit["source"] for edit in edits] == [None, {"code": "letter", "label": "签约邀请函"}]

    async def test_a_profile_that_is_there_is_not_touched_by_letters(self, world: World) -> None:
        employer = await world.employer()
        await world.as_(employer).put(PATH, json=RELOCATION)
        other = RELOCATION | {"file_contact": "吴敏"}
        await world.invite(employer, await world.graduate(), relocation=other)
        assert (await world.as_(employer).get(PATH)).json()["content"]["file_contact"] == "周敏"
        [first] = (await world.as_(employer).get(f"{PATH}/edits")).json()["items"]
        assert (first["source"], first["by_role"]) == (None, "单位用户")

    async def test_a_letter_that_takes_neither_file_nor_household_fills_nothing(self, world: World) -> None:
        employer = await world.employer()
        nothing = {"accepts_file": False, "accepts_household": False}
        await world.invite(employer, await world.graduate(), relocation=nothing)
        assert (await world.as_(employer).get(PATH)).status_code == 404

    async def test_of_several_first_letters_and_edits_at_once_one_fills_it(self, world: World) -> None:
        employer = await world.employer()
        people = [await world.graduate() for _ in range(3)]
        letters = asyncio.gather(*(world.invite(employer, person, relocation=RELOCATION) for person in people))
        edit = world.as_(employer).put(PATH, json=RELOCATION | {"file_contact": "吴敏"})
        _, edited = await asyncio.gather(letters, edit)
        edits = (await world.as_(employer).get(f"{PATH}/edits")).json()["items"]
        assert [each["version"] for each in edits] == [1]
        assert (edited.status_code == 200) == (edits[0]["source"] is None)

    async def test_two_edits_of_one_version_have_one_winner(self, world: World) -> None:
        client = world.as_(await world.employer())
        await client.put(PATH, json=RELOCATION)
        contacts = [RELOCATION | {"file_contact": name} for name in ("吴敏", "郑敏", "王敏")]
        edits = [client.put(PATH, json=body, headers={"If-Match": '"1"'}) for body in contacts]
        assert sorted(answer.status_code for answer in await asyncio.gather(*edits)) == [200, 409, 409]
        assert len((await client.get(f"{PATH}/edits")).json()["items"]) == 2

    async def test_is_for_employers(self, world: World) -> None:
        for actor in (await world.graduate(), world.school, world.department):
            assert (await world.as_(actor).get(PATH)).status_code == 403
            assert (await world.as_(actor).put(PATH, json=RELOCATION)).status_code == 403


class TestContent:
    async def test_what_is_accepted_has_an_address_and_nothing_else_has(self, world: World) -> None:
        client = world.as_(await world.employer())
        without_household = {key: value for key, value in RELOCATION.items() if not key.startswith("household")}
        wrong: tuple[tuple[dict[str, Any], str], ...] = (
            ({**RELOCATION, "file_address": None}, "缺少档案转寄单位详细地址"),
            (without_household, "缺少户口迁移所在地、户口迁移详细地址"),
            ({**RELOCATION, "accepts_household": False}, "未选择接收户口"),
            ({"accepts_file": False, "accepts_household": False, "file_contact": "周敏"}, "未选择接收档案"),
        )
        for body, reason in wrong:
            refused = await client.put(PATH, json=body)
            assert refused.status_code == 422
            assert reason in refused.json()["errors"][0]["reason"]
        assert (await client.get(PATH)).status_code == 404

    @pytest.mark.parametrize(
        ("field", "fits", "refused", "reason"),
        [
            ("file_receiver", "中" * 100, "中" * 101, "最多100个字，现为101个字"),
            ("file_receiver", "𠮷", " ", "不能为空"),
            ("file_region_code", "110108", "110199", "110199"),
            ("file_region_code", "650102", "火星", "应为6位数字"),
            ("file_address", "街" * 200, "街" * 201, "最多200个字，现为201个字"),
            ("file_contact", "敏" * 50, "敏" * 51, "最多50个字，现为51个字"),
            ("file_contact", "=1+1", "敏\x00", ""),
            ("file_phone", "13812340001", "138", ""),
            ("file_phone", "0755-12345678", 13812340001, "应为文字"),
            ("file_postcode", "010000", "10008", ""),
            ("household_region_code", "110000", "999999", "999999"),
            ("household_address", "户" * 200, "户" * 201, "最多200个字，现为201个字"),
        ],
    )
    async def test_every_field_has_its_limits(
        self, world: World, field: str, fits: str, refused: Any, reason: str
    ) -> None:
        client = world.as_(await world.employer())
        answer = await client.put(PATH, json=RELOCATION | {field: refused})
        [fault] = answer.json()["errors"]
        assert (answer.status_code, fault["field"]) == (422, field)
        assert reason in fault["reason"]
        assert (await client.get(PATH)).status_code == 404
        assert (await client.put(PATH, json=RELOCATION | {field: fits})).status_code == 200

    async def test_only_known_fields_and_real_choices(self, world: World) -> None:
        client = world.as_(await world.employer())
        for change, field in (({"accepts_file": "maybe"}, "accepts_file"), ({"remark": "x"}, "remark")):
            answer = await client.put(PATH, json=RELOCATION | change)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)

    async def test_the_files_contact_may_be_left_out(self, world: World) -> None:
        optional = {"file_contact", "file_phone", "file_postcode"}
        client = world.as_(await world.employer())
        written = await client.put(PATH, json={k: v for k, v in RELOCATION.items() if k not in optional})
        assert written.json()["content"]["file_phone"] is None

    async def test_each_choice_has_its_words(self, world: World) -> None:
        file_only = {k: v for k, v in RELOCATION.items() if not k.startswith("household")}
        household_only = {k: v for k, v in RELOCATION.items() if not k.startswith("file")}
        neither = {"accepts_file": False, "accepts_household": False}
        for body, label in (
            (file_only | {"accepts_household": False}, "接收档案"),
            (household_only | {"accepts_file": False}, "接收户口"),
            (neither, "不接收"),
        ):
            written = await world.as_(await world.employer()).put(PATH, json=body)
            assert written.json()["content"]["label"] == label
