"""Checking one's own data and confirming them (guides/003 fig 6, guides/004 §2)."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from common.auth.actors import Actor, Graduate
from tests.identity.graduates.support import Door, Row, enrolment_of
from tests.identity.roster.support import centre, department, enrol, graduate_actor, school, service_account, upload


async def signed_in(door: Door, row: Row) -> Graduate:
    """The graduate of a roster row, after a login."""
    await door.has_account(row)
    answer = await door.sign_in(row)
    assert answer.status_code == 200, answer.text
    return actor_in(answer)


def actor_in(answer: httpx.Response) -> Graduate:
    """Whom the answer's tokens are for."""
    shown = answer.json()["actor"]
    return Graduate(
        id=UUID(shown["id"]),
        name=shown["name"],
        graduate_id=UUID(shown["graduate_id"]),
        school_code=shown["school_code"],
        cohort=shown["cohort"],
        confirmed=shown["confirmed"],
    )


async def profile_of(door: Door, graduate: Graduate) -> dict[str, object]:
    answer = await door.identity.client(graduate).get("/v1/graduate/profile")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def confirm(door: Door, graduate: Graduate, version: int) -> httpx.Response:
    return await door.identity.client(graduate).post("/v1/graduate/confirmation", json={"version": version})


class TestProfile:
    async def test_shows_the_guides_lines_in_their_order(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        answer = await door.identity.client(graduate).get("/v1/graduate/profile")
        assert [line["label"] for line in answer.json()["fields"]] == [
            *("考生号", "姓名", "性别", "出生日期", "身份证号", "生源省市", "民族", "政治面貌", "毕业院校"),
            *("层次", "专业名称", "学制", "入学时间", "毕业时间", "手机号码", "电子邮箱"),
        ]
        values = {line["key"]: line["value"] for line in answer.json()["fields"]}
        assert values["name"] == rows[0]["姓名"]
        assert values["id_number"] == rows[0]["身份证号"].upper()
        assert values["ethnicity"] == "维吾尔族"
        assert "." not in values["school_years"]
        assert answer.headers["cache-control"] == "no-store"

    async def test_offers_to_confirm_until_it_is_confirmed(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        before = await profile_of(door, graduate)
        assert before["confirmed"] is False
        offered = before["actions"][0]  # type: ignore[index]
        assert (offered["label"], offered["allowed"], offered["reason"]) == ("信息确认无误，进入系统", True, None)
        await confirm(door, graduate, 1)
        after = await profile_of(door, graduate)
        assert after["confirmed"] is True
        over = after["actions"][0]  # type: ignore[index]
        assert (over["allowed"], over["rule"]) == (False, "identity.data_already_confirmed")
        assert "学校就业部门" in over["who_can_change"]

    @pytest.mark.parametrize(
        "reader", [centre(), school(), department("文学院"), service_account()], ids=lambda actor: actor.role
    )
    async def test_is_the_graduates_own(self, door: Door, reader: Actor) -> None:
        client = door.identity.client(reader)
        assert (await client.get("/v1/graduate/profile")).status_code == 403
        assert (await client.post("/v1/graduate/confirmation", json={"version": 1})).status_code == 403

    async def test_of_nobody_on_a_roster_is_not_found(self, door: Door) -> None:
        answer = await door.identity.client(graduate_actor()).get("/v1/graduate/profile")
        assert answer.status_code == 404


class TestConfirming:
    async def test_hands_out_tokens_of_a_confirmed_graduate(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        answer = await confirm(door, graduate, 1)
        assert answer.status_code == 200
        assert actor_in(answer) == replace(graduate, confirmed=True)
        claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
        assert claims["confirmed"] is True

    async def test_lasts_over_later_logins(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await confirm(door, await signed_in(door, rows[0]), 1)
        assert (await signed_in(door, rows[0])).confirmed

    async def test_twice_is_as_good_as_once(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        answers = await asyncio.gather(*(confirm(door, graduate, 1) for _ in range(3)))
        assert {answer.status_code for answer in answers} == {200}
        assert len(await door.identity.rows("SELECT 1 FROM confirmations")) == 1

    async def test_of_a_version_that_is_not_in_force_any_more_is_refused(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        await upload(door.identity, [dict(rows[0], 专业="哲学")])
        refused = await confirm(door, graduate, 1)
        assert (refused.status_code, refused.json()["code"]) == (409, "identity.graduate_data_changed")
        assert refused.json()["version"] == 2
        assert await door.identity.rows("SELECT 1 FROM confirmations") == []
        assert (await confirm(door, graduate, 2)).status_code == 200

    @pytest.mark.parametrize("version", [0, -1, "eins", None, 2**70])
    async def test_of_what_is_no_version_is_refused(self, door: Door, version: object) -> None:
        rows = await enrol(door.identity, 1)
        graduate = await signed_in(door, rows[0])
        answer = await door.identity.client(graduate).post("/v1/graduate/confirmation", json={"version": version})
        assert answer.status_code in {409, 422}
        assert await door.identity.rows("SELECT 1 FROM confirmations") == []


class TestCorrectionAfterwards:
    async def test_of_the_name_asks_to_confirm_anew(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await confirm(door, await signed_in(door, rows[0]), 1)
        corrected = dict(rows[0], 姓名="买买提江·吐尔逊")
        await upload(door.identity, [corrected])
        again = await signed_in(door, corrected)
        assert not again.confirmed
        assert (await confirm(door, again, 2)).json()["actor"]["confirmed"] is True

    async def test_of_the_level_reaches_the_session_at_its_refresh(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        refresh_token = (await confirm(door, await signed_in(door, rows[0]), 1)).json()["refresh_token"]
        await upload(door.identity, [dict(rows[0], 学历层次="01")])
        answer = await door.identity.client().post("/v1/sessions/refresh", json={"refresh_token": refresh_token})
        assert answer.json()["actor"]["confirmed"] is False

    @pytest.mark.parametrize("changes", [{"院系": "新学院"}, {"专业": "哲学"}, {"政治面貌": "中共党员"}])
    async def test_of_anything_else_does_not(self, door: Door, changes: dict[str, str]) -> None:
        rows = await enrol(door.identity, 1)
        await confirm(door, await signed_in(door, rows[0]), 1)
        await upload(door.identity, [dict(rows[0]) | changes])
        assert (await signed_in(door, rows[0])).confirmed

    async def test_of_the_id_number_asks_to_confirm_anew(self, door: Door) -> None:
        rows = await enrol(door.identity, 2)
        await confirm(door, await signed_in(door, rows[0]), 1)
        stranger = dict(rows[0], 身份证号="650102200301129576", 性别="男", 出生日期="20030112")
        await upload(door.identity, [stranger])
        await door.has_account(stranger, enrolments=[enrolment_of(stranger)])
        assert not actor_in(await door.sign_in(stranger)).confirmed


class TestClosedAccounts:
    async def test_nobody_is_refreshed_whose_row_is_gone(self, door: Door) -> None:
        ghost = replace(graduate_actor(), graduate_id=uuid4())
        answer = await door.identity.client(ghost).get("/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "identity.account_closed")
