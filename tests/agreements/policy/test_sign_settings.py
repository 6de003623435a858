"""签约设置: who sets what, and what follows."""

import asyncio
from typing import Any

import pytest

from agreements.policy.states import switch_after
from common.contracts.agreements import SignSettingsChanged
from common.testing.harness import ServiceHarness
from tests.agreements.world import CONTACT, SETTINGS, World

PATH = "/v1/sign-settings/2027"


@pytest.fixture
def unset(harness: ServiceHarness) -> World:
    """A school that has set nothing."""
    return World(harness)


class TestFirstSettings:
    async def test_there_are_none_until_the_school_writes_them(self, unset: World) -> None:
        for reader in (unset.school, unset.department):
            answer = await unset.as_(reader).get(PATH)
            told = answer.json()
            assert (answer.status_code, told["code"]) == (404, "agreements.no_sign_settings")
            assert told["who_can_change"] == "本校学校用户"

    async def test_are_stored_shown_and_said(self, unset: World) -> None:
        answer = await unset.as_(unset.school).put(PATH, json=SETTINGS)
        shown = answer.json()
        assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
        assert shown["review_mode"] == {"code": "department_then_school", "label": "先院系再校级审核"}
        assert shown["agreement_type"] == {"code": "three_party", "label": "三方协议"}
        assert (shown["cohort_label"], shown["rescission_limit"], shown["contact"]) == ("2027届", 99, CONTACT)
        [said] = await unset.harness.emitted(SignSettingsChanged)
        assert (said.settings_id, said.signing_open, said.review_mode) == (
            "19901:2027",
            True,
            "department_then_school",
        )

    async def test_turning_signing_on_opens_the_other_two(self, unset: World) -> None:
        shown = (await unset.as_(unset.school).put(PATH, json=SETTINGS)).json()
        assert (shown["supplement_open"], shown["destinations_open"]) == (True, True)

    async def test_two_first_writers_at_once_are_one(self, unset: World) -> None:
        puts = [unset.as_(unset.school).put(PATH, json=SETTINGS) for _ in range(4)]
        answers = await asyncio.gather(*puts)
        assert sorted(answer.status_code for answer in answers)[0] == 200
        assert {a.json()["code"] for a in answers if a.status_code != 200} <= {
            "agreements.edited_meanwhile",
            "agreements.if_match_missing",
        }
        assert len(await unset.harness.emitted(SignSettingsChanged)) == 1


class TestEditing:
    async def test_needs_the_version_that_was_read(self, world: World) -> None:
        client = world.as_(world.school)
        refused = await client.put(PATH, json=SETTINGS)
        assert (refused.status_code, refused.json()["code"]) == (422, "agreements.if_match_missing")
        other = SETTINGS | {"rescission_limit": 5}
        assert (await client.put(PATH, json=other, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
        stale = await client.put(PATH, json=SETTINGS, headers={"If-Match": '"1"'})
        assert (stale.status_code, stale.json()["code"]) == (409, "agreements.edited_meanwhile")
        assert [e.sequence for e in await world.harness.envelopes()] == [1, 2]

    async def test_what_they_are_already_is_no_edit(self, world: World) -> None:
        client = world.as_(world.school)
        same = await client.put(PATH, json=SETTINGS, headers={"If-Match": '"1"'})
        assert (same.status_code, same.headers["etag"]) == (200, '"1"')
        assert len(await world.harness.emitted(SignSettingsChanged)) == 1
        assert len((await client.get(f"{PATH}/edits")).json()["items"]) == 1

    @pytest.mark.parametrize("strange", ["x", '"x"', "1", "*"])
    async def test_of_what_no_reading_has_given_says_what_to_send(self, world: World, strange: str) -> None:
        refused = await world.as_(world.school).put(PATH, json=SETTINGS, headers={"If-Match": strange})
        assert (refused.status_code, refused.json()["code"]) == (422, "agreements.if_match_strange")
        assert "ETag" in refused.json()["errors"][0]["remedy"]

    async def test_switches_that_are_left_out_stay(self, world: World) -> None:
        await world.open_signing(supplement_open=False)
        await world.open_signing(review_mode="school_only")
        shown = (await world.as_(world.department).get(PATH)).json()
        assert (shown["supplement_open"], shown["destinations_open"]) == (False, True)

    async def test_keeps_what_the_province_has_set(self, world: World) -> None:
        await world.set_agreement_type("two_party")
        await world.open_signing(rescission_limit=0)
        assert (await world.as_(world.school).get(PATH)).json()["agreement_type"]["label"] == "两方协议"

    async def test_departments_read_and_do_not_write(self, world: World) -> None:
        shown = (await world.as_(world.department).get(PATH)).json()
        assert shown["editable"] is False
        refused = await world.as_(world.department).put(PATH, json=SETTINGS, headers={"If-Match": '"1"'})
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_role")

    async def test_the_history_tells_who_changed_what(self, world: World) -> None:
        await world.open_signing(rescission_limit=3, contact=CONTACT | {"phone": "010-11112222"})
        edits = (await world.as_(world.department).get(f"{PATH}/edits")).json()["items"]
        assert [(edit["version"], edit["by"], edit["by_role"]) for edit in edits] == [
            (2, "王老师", "学校用户"),
            (1, "王老师", "学校用户"),
        ]
        assert edits[0]["changes"] == [
            {"field": "rescission_limit", "title": "学生可提交解约申请次数", "before": 99, "after": 3},
            {"field": "contact_phone", "title": "联系电话", "before": "010-66959595", "after": "010-11112222"},
        ]
        assert {change["before"] for change in edits[1]["changes"]} == {None}
        [mode] = [change["after"] for change in edits[1]["changes"] if change["field"] == "review_mode"]
        assert mode == "先院系再校级审核"

    async def test_the_history_has_pages(self, world: World) -> None:
        for limit in (1, 2, 3):
            await world.open_signing(rescission_limit=limit)
        client = world.as_(world.school)
        first = (await client.get(f"{PATH}/edits", params={"limit": 3})).json()
        rest = (await client.get(f"{PATH}/edits", params={"cursor": first["next_cursor"]})).json()
        assert [edit["version"] for edit in first["items"] + rest["items"]] == [4, 3, 2, 1]
        assert rest["next_cursor"] is None


MALFORMED: list[tuple[dict[str, Any], str]] = [
    ({"signing_open": "yes"}, "signing_open"),
    ({"review_mode": "nobody"}, "review_mode"),
    ({"rescission_limit": 100}, "rescission_limit"),
    ({"rescission_limit": -1}, "rescission_limit"),
    ({"rescission_limit": 1.5}, "rescission_limit"),
    ({"contact": None}, "contact"),
    ({"contact": CONTACT | {"name": " "}}, "contact.name"),
    ({"contact": CONTACT | {"phone": "无"}}, "contact.phone"),
    ({"contact": CONTACT | {"postcode": "25623"}}, "contact.postcode"),
    ({"contact": CONTACT | {"address": "地" * 201}}, "contact.address"),
    ({"agreement_type": "two_party"}, "agreement_type"),
]


class TestBadInput:
    async def test_names_the_field_and_stores_nothing(self, unset: World) -> None:
        client = unset.as_(unset.school)
        for change, field in MALFORMED:
            refused = await client.put(PATH, json=SETTINGS | change)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
        without_contact = {key: value for key, value in SETTINGS.items() if key != "contact"}
        refused = await client.put(PATH, json=without_contact)
        assert refused.json()["errors"][0] == {"field": "contact", "reason": "必填", "remedy": "请填写此项。"}
        assert (await client.put("/v1/sign-settings/27", json=SETTINGS)).status_code == 422
        assert (await client.get(PATH)).status_code == 404
        assert not await unset.harness.emitted(SignSettingsChanged)


class TestSwitches:
    @pytest.mark.parametrize(
        ("wanted", "before", "was_open", "opens", "after"),
        [
            (None, False, False, True, True),
            (None, False, True, True, False),
            (None, True, True, True, True),
            (None, True, True, False, True),
            (None, False, False, False, False),
            (False, True, False, True, False),
            (True, False, True, True, True),
        ],
    )
    def test_open_with_signing_unless_somebody_says_otherwise(
        self, wanted: bool | None, before: bool, was_open: bool, opens: bool, after: bool
    ) -> None:
        assert switch_after(wanted, before=before, was_open=was_open, opens=opens) is after
