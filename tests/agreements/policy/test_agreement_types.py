"""协议类型: the province decides for all its schools (guides/003 §3)."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from agreements.policy.states import settings_state
from common.auth.actors import Actor, CentreUser, ProvinceUser, SchoolUser
from common.contracts.agreements import SignSettingsChanged
from common.contracts.identity import SchoolCorrected
from common.messaging.consumer import Done
from tests.agreements.world import COHORT, SCHOOL, SCHOOL_NAME, SETTINGS, World

PATH = f"/v1/agreement-types/{COHORT}"
SIGN_SETTINGS = f"/v1/sign-settings/{COHORT}"
TWO, THREE = {"agreement_type": "two_party"}, {"agreement_type": "three_party"}


def officer(province: str, name: str = "邻省处长") -> ProvinceUser:
    return ProvinceUser(id=uuid4(), name=name, province_code=province)


def teacher(school_code: str) -> SchoolUser:
    return SchoolUser(id=uuid4(), name="孙老师", school_code=school_code)


async def type_of(world: World, school: SchoolUser, cohort: int = COHORT) -> str:
    """What the school reads in its settings."""
    shown = (await world.as_(school).get(f"/v1/sign-settings/{cohort}")).json()
    return str(shown["agreement_type"]["code"])


def labels_of(agreement: dict[str, Any], *actions: str) -> list[str]:
    """What the reader's buttons for these actions say."""
    return [option["label"] for option in agreement["actions"] if option["action"] in actions]


async def history(world: World, actor: Actor, path: str) -> list[tuple[Any, ...]]:
    """Who changed which field from what to what, the latest first."""
    items = (await world.as_(actor).get(path)).json()["items"]
    return [
        (item["by"], item["by_role"], change["title"], change["before"], change["after"])
        for item in items
        for change in item["changes"]
    ]


class TestDeciding:
    async def test_it_is_three_party_until_the_province_decides(self, world: World) -> None:
        answer = await world.as_(world.province).get(PATH)
        assert "etag" not in answer.headers
        assert answer.json() == {
            "province": {"code": "11", "label": "北京市"},
            "cohort": COHORT,
            "cohort_label": "2027届",
            "version": None,
            "agreement_type": {"code": "three_party", "label": "三方协议"},
            "review_word": "审核",
            "updated_at": None,
        }

    async def test_counts_for_all_schools_of_the_province_and_no_other(self, world: World) -> None:
        near, far = teacher("19902"), teacher("19903")
        await world.open_school("19902", "北京第二示例大学")
        await world.open_school("19903", "浙江示例大学", province="33")
        for school in (near, far):
            await world.open_signing(school)
        put = await world.as_(world.province).put(PATH, json=TWO)
        shown = put.json()
        assert (put.status_code, put.headers["etag"], shown["version"]) == (200, '"1"', 1)
        assert (shown["agreement_type"]["label"], shown["review_word"]) == ("两方协议", "鉴证")
        assert [await type_of(world, school) for school in (world.school, near, far)] == [
            "two_party",
            "two_party",
            "three_party",
        ]

    async def test_counts_for_one_cohort(self, world: World) -> None:
        await world.open_signing(cohort=2028)
        await world.set_agreement_type("two_party")
        assert await type_of(world, world.school, 2028) == "three_party"

    async def test_counts_for_schools_that_open_later(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        later = teacher("19904")
        await world.open_school("19904", "北京新示例大学")
        await world.open_signing(later)
        assert await type_of(world, later) == "two_party"

    async def test_counts_for_settings_written_before_the_school_was_told_of(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        early = teacher("19905")
        await world.open_signing(early)
        assert await type_of(world, early) == "three_party"
        await world.open_school("19905", "北京早示例大学")
        assert await type_of(world, early) == "two_party"

    async def test_a_school_that_is_corrected_to_another_province_follows_that_one(self, world: World) -> None:
        await world.set_agreement_type("two_party", officer("33"))
        moved = SchoolCorrected(school_code=SCHOOL, name=SCHOOL_NAME, province_code="33")
        assert await world.harness.deliver(moved, sequence=2) == Done()
        assert await type_of(world, world.school) == "two_party"

    async def test_consumers_of_the_settings_hear_nothing_that_did_not_change_for_them(self, world: World) -> None:
        before = await world.harness.emitted(SignSettingsChanged)
        await world.set_agreement_type("two_party")
        assert await world.harness.emitted(SignSettingsChanged) == before


class TestTwoOfficers:
    async def test_the_second_one_has_to_read_again(self, world: World) -> None:
        client, other = world.as_(world.province), world.as_(officer("11"))
        await client.put(PATH, json=TWO)
        blind = await other.put(PATH, json=THREE)
        assert (blind.status_code, blind.json()["code"]) == (422, "agreements.if_match_missing")
        assert (await client.put(PATH, json=THREE, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
        stale = await other.put(PATH, json=TWO, headers={"If-Match": '"1"'})
        assert (stale.status_code, stale.json()["code"]) == (409, "agreements.edited_meanwhile")
        assert await type_of(world, world.school) == "three_party"

    async def test_what_it_is_already_is_no_edit(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        same = await world.as_(world.province).put(PATH, json=TWO, headers={"If-Match": '"1"'})
        assert (same.status_code, same.headers["etag"]) == (200, '"1"')
        assert len(await history(world, world.province, f"{PATH}/edits")) == 1

    async def test_a_version_that_never_was_is_refused(self, world: World) -> None:
        early = await world.as_(world.province).put(PATH, json=TWO, headers={"If-Match": '"1"'})
        assert (early.status_code, early.json()["code"]) == (409, "agreements.edited_meanwhile")

    @pytest.mark.parametrize("decided", [False, True])
    async def test_of_several_at_once_one_decides(self, world: World, decided: bool) -> None:
        if decided:
            await world.set_agreement_type("two_party")
        headers = {"If-Match": '"1"'} if decided else {}
        puts = [world.as_(officer("11")).put(PATH, json=THREE, headers=headers) for _ in range(4)]
        statuses = sorted(answer.status_code for answer in await asyncio.gather(*puts))
        assert (statuses[0], statuses.count(200)) == (200, 1)
        assert len(await history(world, world.province, f"{PATH}/edits")) == 1 + decided


class TestRights:
    async def test_only_the_province_reads_and_decides(self, world: World) -> None:
        others = (
            world.school,
            world.department,
            world.printer,
            CentreUser(id=uuid4(), name="中心"),
            await world.employer(),
            (await world.graduate()).actor,
        )
        for actor in others:
            client = world.as_(actor)
            answers = [
                await client.put(PATH, json=TWO),
                await client.get(PATH),
                await client.get(f"{PATH}/edits"),
                await client.get(f"{PATH}/schools"),
                await client.get(f"{PATH}/schools/{SCHOOL}/edits"),
            ]
            assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "wrong_role")}
        assert await type_of(world, world.school) == "three_party"

    async def test_the_school_cannot_slip_it_into_its_settings(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        put = await world.as_(world.school).put(SIGN_SETTINGS, json=SETTINGS | THREE, headers={"If-Match": '"1"'})
        assert (put.status_code, put.json()["errors"][0]["field"]) == (422, "agreement_type")
        await world.open_signing(rescission_limit=1)
        assert await type_of(world, world.school) == "two_party"

    async def test_the_province_does_not_write_a_schools_settings(self, world: World) -> None:
        put = await world.as_(world.province).put(SIGN_SETTINGS, json=SETTINGS, headers={"If-Match": '"1"'})
        assert (put.status_code, put.json()["code"]) == (403, "wrong_role")

    async def test_another_province_sees_its_own_decision_only(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        client = world.as_(officer("33"))
        assert (await client.get(PATH)).json()["agreement_type"]["code"] == "three_party"
        assert (await client.get(f"{PATH}/edits")).json()["items"] == []
        assert (await client.get(f"{PATH}/schools")).json()["items"] == []
        for code in (SCHOOL, "00000"):
            hidden = await client.get(f"{PATH}/schools/{code}/edits")
            assert (hidden.status_code, hidden.json()["code"]) == (404, "agreements.school_not_in_province")


class TestSigning:
    async def test_running_reviews_keep_the_wording_they_froze(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.accept(person, sent["id"])
        await world.set_agreement_type("two_party")
        running = await world.read(world.department, sent["id"])
        assert running["agreement_type"] == {"code": "three_party", "label": "三方协议"}
        assert labels_of(running, "pass", "reject") == ["审核通过", "审核不通过"]
        await world.pass_as(world.department, sent["id"])
        signed = await world.pass_as(world.school, sent["id"])
        assert [entry["action"]["label"] for entry in signed["timeline"][2:]] == ["院系审核通过", "学校审核通过"]
        sheet = (await world.as_(world.printer).get(f"/v1/agreements/{sent['id']}/sheet")).json()
        assert (sheet["agreement_type"]["code"], sheet["review_word"]) == ("three_party", "审核")

    async def test_a_new_type_counts_from_the_next_acceptance_also_of_a_running_invitation(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        await world.set_agreement_type("two_party")
        assert (await world.terms(person, sent["id"]))["terms"]["agreement_type"]["label"] == "两方协议"
        assert (await world.accept(person, sent["id"]))["agreement_type"]["code"] == "two_party"
        running = await world.read(world.department, sent["id"])
        assert labels_of(running, "pass", "reject") == ["鉴证通过", "鉴证不通过"]

    async def test_who_read_the_terms_before_the_change_has_to_read_them_again(self, world: World) -> None:
        person = await world.graduate()
        sent = await world.invite(await world.employer(), person)
        read = await world.terms(person, sent["id"])
        await world.set_agreement_type("two_party")
        refused = await world.try_to_accept(person, sent["id"], terms_sha256=read["terms_sha256"])
        assert (refused.status_code, refused.json()["code"]) == (409, "agreements.terms_changed")
        assert (await world.accept(person, sent["id"]))["agreement_type"]["code"] == "two_party"


class TestHistory:
    async def test_the_school_reads_its_own_edits_and_the_provinces(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        await world.open_signing(rescission_limit=3)
        await world.set_agreement_type("three_party")
        latest = [
            ("李处长", "省级用户", "协议类型", "两方协议", "三方协议"),
            ("王老师", "学校用户", "学生可提交解约申请次数", 99, 3),
            ("李处长", "省级用户", "协议类型", None, "两方协议"),
        ]
        for reader in (world.school, world.department):
            assert (await history(world, reader, f"{SIGN_SETTINGS}/edits"))[:3] == latest
        assert (await history(world, world.province, f"{PATH}/schools/{SCHOOL}/edits"))[:3] == latest

    async def test_the_province_reads_its_decisions_with_versions_and_times(self, world: World) -> None:
        for kind in ("two_party", "three_party"):
            await world.set_agreement_type(kind)
        items = (await world.as_(world.province).get(f"{PATH}/edits")).json()["items"]
        assert [(item["version"], item["changes"][0]["after"]) for item in items] == [
            (2, "三方协议"),
            (1, "两方协议"),
        ]
        assert all(item["edited_at"] for item in items)

    async def test_another_provinces_decisions_are_not_in_it(self, world: World) -> None:
        await world.set_agreement_type("two_party", officer("33"))
        shown = await history(world, world.school, f"{SIGN_SETTINGS}/edits")
        assert {by for by, *_ in shown} == {"王老师"}

    async def test_of_both_together_has_pages(self, world: World) -> None:
        for kind in ("two_party", "three_party"):
            await world.set_agreement_type(kind)
        client = world.as_(world.school)
        first = (await client.get(f"{SIGN_SETTINGS}/edits", params={"limit": 2})).json()
        rest = (await client.get(f"{SIGN_SETTINGS}/edits", params={"cursor": first["next_cursor"]})).json()
        assert [item["by"] for item in first["items"] + rest["items"]] == ["李处长", "李处长", "王老师"]
        assert rest["next_cursor"] is None


class TestSchools:
    async def test_all_are_listed_with_their_state(self, world: World) -> None:
        await world.open_school("19902", "北京第二示例大学")
        await world.open_school("19903", "北京第三示例大学")
        await world.open_school("19909", "浙江示例大学", province="33")
        await world.open_signing(teacher("19903"), signing_open=False, review_mode="school_only")
        items = (await world.as_(world.province).get(f"{PATH}/schools")).json()["items"]
        assert [(item["school"]["code"], item["state"]["code"], item["state"]["label"]) for item in items] == [
            (SCHOOL, "open", "在线签约已开启"),
            ("19902", "unset", "尚未填写签约设置"),
            ("19903", "closed", "在线签约已关闭"),
        ]
        assert items[0]["school"]["label"] == SCHOOL_NAME
        assert (items[0]["review_mode"]["label"], items[0]["rescission_limit"]) == ("先院系再校级审核", 99)
        assert (items[1]["version"], items[1]["signing_open"], items[1]["updated_at"]) == (None, None, None)
        assert (items[2]["signing_open"], items[2]["version"]) == (False, 1)

    async def test_the_state_is_the_cohorts(self, world: World) -> None:
        [item] = (await world.as_(world.province).get("/v1/agreement-types/2028/schools")).json()["items"]
        assert item["state"]["code"] == "unset"

    async def test_the_list_has_pages(self, world: World) -> None:
        await world.open_school("19902", "北京第二示例大学")
        client = world.as_(world.province)
        first = (await client.get(f"{PATH}/schools", params={"limit": 1})).json()
        rest = (await client.get(f"{PATH}/schools", params={"cursor": first["next_cursor"]})).json()
        assert [item["school"]["code"] for item in first["items"] + rest["items"]] == [SCHOOL, "19902"]
        assert rest["next_cursor"] is None

    @pytest.mark.parametrize(("signing_open", "state"), [(None, "unset"), (True, "open"), (False, "closed")])
    def test_the_states_are_three(self, signing_open: bool | None, state: str) -> None:
        assert settings_state(signing_open) == state


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "agreement_type"),
            ({"agreement_type": "four_party"}, "agreement_type"),
            ({"agreement_type": None}, "agreement_type"),
            (TWO | {"province_code": "33"}, "province_code"),
        ],
    )
    async def test_names_the_field_and_stores_nothing(self, world: World, body: dict[str, Any], field: str) -> None:
        refused = await world.as_(world.province).put(PATH, json=body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        assert not await world.harness.rows("SELECT 1 FROM province_agreement_types")

    async def test_a_cohort_is_a_year(self, world: World) -> None:
        assert (await world.as_(world.province).put("/v1/agreement-types/27", json=TWO)).status_code == 422
