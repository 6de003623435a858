"""Signing in through CHSI (guides/004 §1)."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine

from common import clock
from common.contracts.identity import GraduateCorrected
from identity.roster import store
from tests.identity.graduates.support import Door, enrolment_of
from tests.identity.roster.support import (
    OTHER_CODE,
    OTHER_NAME,
    Rows,
    enrol,
    full_record,
    graduate_id_of,
    open_school,
    school,
    upload,
)
from tests.support.roster import SCHOOL_NAME, roster_rows

LOGINS = "SELECT 1 FROM chsi_logins"
SESSIONS = "SELECT 1 FROM sessions"


def person(row: dict[str, str], **changes: str) -> dict[str, str]:
    return row | changes


class TestBeginning:
    async def test_leads_to_chsi_with_state_and_challenge(self, door: Door) -> None:
        answer = await door.identity.client().post("/v1/chsi-logins")
        wanted = parse_qs(urlsplit(answer.json()["authorize_url"]).query)
        assert wanted["response_type"] == ["code"]
        assert wanted["code_challenge_method"] == ["S256"]
        assert len(wanted["code_challenge"][0]) == 43
        assert len(wanted["state"][0]) >= 43

    async def test_binds_the_browser_by_a_cookie_that_scripts_cannot_read(self, door: Door) -> None:
        cookie = (await door.identity.client().post("/v1/chsi-logins")).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/v1/chsi", "Max-Age=600"} <= set(cookie.split("; "))

    async def test_keeps_neither_state_nor_verifier_in_clear(self, door: Door) -> None:
        url = await door.begin(door.identity.client())
        state = parse_qs(urlsplit(url).query)["state"][0]
        ((row),) = await door.identity.rows("SELECT * FROM chsi_logins")
        assert state not in str(row)

    async def test_is_different_every_time(self, door: Door) -> None:
        assert await door.begin(door.identity.client()) != await door.begin(door.identity.client())


class TestSigningIn:
    async def test_lets_the_graduate_in_unconfirmed(self, door: Door) -> None:
        rows = await enrol(door.identity, 3)
        await door.has_account(rows[0])
        answer = await door.sign_in(rows[0])
        assert answer.status_code == 200, answer.text
        actor = answer.json()["actor"]
        assert (actor["role"], actor["name"], actor["confirmed"]) == ("graduate", rows[0]["姓名"], False)
        assert (actor["school_code"], actor["cohort"]) == ("19901", 2027)
        assert actor["id"] != actor["graduate_id"]
        assert answer.headers["cache-control"] == "no-store"

    async def test_takes_another_spelling_of_the_same_name(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], name="买买提 • 吐尔逊")
        assert (await door.sign_in(rows[0])).status_code == 200

    async def test_chooses_the_newest_cohort(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        later = dict(rows[0], 考生号="199014000000123", 学历层次="11", 入学时间="202709", 毕业时间="203006")
        await upload(door.identity, [later], cohort=2030)
        await door.has_account(rows[0], enrolments=[enrolment_of(rows[0]), enrolment_of(later)])
        assert (await door.sign_in(rows[0])).json()["actor"]["cohort"] == 2030

    async def test_knows_the_person_again_in_another_cohort_and_school(self, door: Door) -> None:
        rows = await enrol(door.identity, 2)
        for row in rows:
            await door.has_account(row)
        first, other = [(await door.sign_in(row)).json() for row in rows]
        await open_school(door.identity, OTHER_CODE, OTHER_NAME)
        later = dict(rows[0], 毕业院校=OTHER_NAME, 学历层次="11", 入学时间="202709", 毕业时间="203006")
        await upload(door.identity, [later], by=school(OTHER_CODE), cohort=2030)
        await door.has_account(rows[0], enrolments=[enrolment_of(later, school_code=OTHER_CODE)])
        second = (await door.sign_in(rows[0])).json()
        assert (second["actor"]["cohort"], second["actor"]["school_code"]) == (2030, OTHER_CODE)
        assert second["actor"]["id"] == first["actor"]["id"] != other["actor"]["id"]
        assert second["actor"]["graduate_id"] != first["actor"]["graduate_id"]
        for before in (first, second):
            refreshed = await door.identity.client().post(
                "/v1/sessions/refresh", json={"refresh_token": before["refresh_token"]}
            )
            assert refreshed.json()["actor"] == before["actor"]

    async def test_tells_apart_two_schools_in_one_cohort(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await open_school(door.identity, OTHER_CODE, OTHER_NAME)
        there = dict(rows[0], 毕业院校=OTHER_NAME)
        await upload(door.identity, [there], by=school(OTHER_CODE))
        await door.has_account(rows[0], enrolments=[enrolment_of(there, school_code=OTHER_CODE)])
        assert (await door.sign_in(rows[0])).json()["actor"]["school_code"] == OTHER_CODE

    async def test_the_session_can_be_refreshed(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        refresh_token = (await door.sign_in(rows[0])).json()["refresh_token"]
        answer = await door.identity.client().post("/v1/sessions/refresh", json={"refresh_token": refresh_token})
        assert answer.json()["actor"]["name"] == rows[0]["姓名"]


async def refused(door: Door, answer: httpx.Response, code: str) -> dict[str, object]:
    """The problem; nobody was signed in."""
    assert answer.status_code == 403, answer.text
    assert answer.json()["code"] == code
    assert answer.json()["remedy"]
    assert await door.identity.rows(SESSIONS) == []
    return dict(answer.json())


STATE_REFUSED = "identity.chsi_login_state_refused"


class TestState:
    async def ready(self, door: Door) -> tuple[Rows, httpx.AsyncClient, dict[str, str]]:
        """A browser that CHSI has just sent back."""
        rows = await enrol(door.identity, 2)
        for row in rows:
            await door.has_account(row)
        browser = door.identity.client()
        return rows, browser, await door.sign_in_at_chsi(await door.begin(browser), rows[0])

    async def test_forged_is_refused(self, door: Door) -> None:
        _, browser, back = await self.ready(door)
        await refused(door, await door.come_back(browser, back | {"state": "f" * 43}), STATE_REFUSED)

    async def test_works_once(self, door: Door) -> None:
        _, browser, back = await self.ready(door)
        cookies = dict(browser.cookies)
        assert (await door.come_back(browser, back)).status_code == 200
        browser.cookies.update(cookies)
        answer = await door.come_back(browser, back)
        assert (answer.status_code, answer.json()["code"]) == (403, STATE_REFUSED)
        assert len(await door.identity.rows(SESSIONS)) == 1

    async def test_is_used_up_by_a_login_that_was_refused(self, door: Door) -> None:
        rows, browser, back = await self.ready(door)
        await door.has_account(rows[0], name="别人")
        await refused(door, await door.come_back(browser, back), "identity.enrolment_mismatch")
        assert await door.identity.rows(LOGINS) == []

    async def test_lasts_ten_minutes(self, door: Door) -> None:
        _, browser, back = await self.ready(door)
        with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1), tick=True):
            await refused(door, await door.come_back(browser, back), STATE_REFUSED)

    async def test_is_bound_to_its_browser(self, door: Door) -> None:
        _, _, back = await self.ready(door)
        other = door.identity.client()
        await door.begin(other)
        await refused(door, await door.come_back(other, back), STATE_REFUSED)

    async def test_needs_the_cookie(self, door: Door) -> None:
        _, browser, back = await self.ready(door)
        await refused(door, await door.come_back(door.identity.client(), back), STATE_REFUSED)
        # The thief has not used it up: its own browser still gets in.
        assert (await door.come_back(browser, back)).status_code == 200

    async def test_does_not_carry_another_persons_code(self, door: Door) -> None:
        rows, victim, back = await self.ready(door)
        attacker = door.identity.client()
        theirs = await door.sign_in_at_chsi(await door.begin(attacker), rows[1])
        # Login CSRF: the victim's browser is given the attacker's code with its own state. PKCE refuses.
        answer = await door.come_back(victim, {"state": back["state"], "code": theirs["code"]})
        await refused(door, answer, "identity.chsi_login_refused")

    async def test_is_forgotten_when_nobody_comes_back(self, door: Door) -> None:
        await door.begin(door.identity.client())
        assert await door.identity.run_job("forget_chsi_logins") == 0
        with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
            assert await door.identity.run_job("forget_chsi_logins") == 1
        assert await door.identity.rows(LOGINS) == []


class TestWhoIsNotLetIn:
    async def come(self, door: Door, **account: object) -> httpx.Response:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], **account)
        return await door.sign_in(rows[0])

    async def test_somebody_on_no_roster(self, door: Door) -> None:
        await enrol(door.identity, 1)
        stranger = roster_rows(30)[20]
        await door.has_account(stranger)
        problem = await refused(door, await door.sign_in(stranger), "identity.not_on_roster")
        assert problem["who_can_change"] == "学校就业部门"

    async def test_an_account_without_enrolment(self, door: Door) -> None:
        problem = await refused(door, await self.come(door, enrolments=[]), "identity.enrolment_not_bound")
        assert "绑定学籍" in str(problem["remedy"])

    @pytest.mark.parametrize(
        ("name", "enrolment", "fields"),
        [
            ("别人", {}, ["姓名"]),
            (None, {"school_code": "19909"}, ["毕业院校"]),
            (None, {"level_code": "01"}, ["学历层次"]),
            ("别人", {"level_code": "01"}, ["姓名", "学历层次"]),
            (None, {"level_code": "77"}, ["学历层次"]),
        ],
    )
    async def test_somebody_whose_enrolment_says_otherwise(
        self, door: Door, name: str | None, enrolment: dict[str, str], fields: list[str]
    ) -> None:
        rows = await enrol(door.identity, 1)
        account = {"enrolments": [enrolment_of(rows[0], **enrolment)]} | ({"name": name} if name else {})
        await door.has_account(rows[0], **account)
        answer = await door.sign_in(rows[0])
        problem = await refused(door, answer, "identity.enrolment_mismatch")
        assert [error["field"] for error in problem["errors"]] == fields  # type: ignore[attr-defined]
        assert problem["who_can_change"] == f"{SCHOOL_NAME}就业部门"
        assert rows[0]["姓名"] not in answer.text
        assert rows[0]["身份证号"] not in answer.text

    async def test_somebody_none_of_whose_rows_fits_and_who_is_told_which_and_whom_to_ask(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await open_school(door.identity, OTHER_CODE, OTHER_NAME)
        later = dict(rows[0], 毕业院校=OTHER_NAME, 入学时间="202709", 毕业时间="203006")
        await upload(door.identity, [later], by=school(OTHER_CODE), cohort=2030)
        await door.has_account(rows[0], enrolments=[enrolment_of(rows[0], level_code="01")])
        problem = await refused(door, await door.sign_in(rows[0]), "identity.enrolment_mismatch")
        assert problem["detail"] == (
            f"{OTHER_NAME}2030届毕业生名单中的毕业院校与学籍信息不一致。"
            f"{SCHOOL_NAME}2027届毕业生名单中的学历层次与学籍信息不一致。"
        )
        assert problem["who_can_change"] == f"{OTHER_NAME}就业部门、{SCHOOL_NAME}就业部门"
        errors: Any = problem["errors"]
        assert [(error["field"], error["remedy"]) for error in errors] == [
            ("毕业院校", f"请联系{OTHER_NAME}就业部门核对。"),
            ("学历层次", f"请联系{SCHOOL_NAME}就业部门核对。"),
        ]

    async def test_somebody_who_cancelled(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        browser = door.identity.client()
        back = await door.sign_in_at_chsi(await door.begin(browser), rows[0], decision="cancel")
        await refused(door, await door.come_back(browser, back), "identity.chsi_login_cancelled")

    async def test_a_return_without_code(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        browser = door.identity.client()
        back = await door.sign_in_at_chsi(await door.begin(browser), rows[0])
        await refused(door, await door.come_back(browser, {"state": back["state"]}), "identity.chsi_login_refused")

    async def test_a_used_code(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        browser = door.identity.client()
        await door.sign_in_at_chsi(await door.begin(browser), rows[0])
        url = await door.begin(browser)
        state = parse_qs(urlsplit(url).query)["state"][0]
        await refused(door, await door.come_back(browser, {"state": state, "code": "x"}), "identity.chsi_login_refused")


class TestChsiAway:
    async def signing_in(self, door: Door) -> tuple[httpx.AsyncClient, dict[str, str]]:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        browser = door.identity.client()
        return browser, await door.sign_in_at_chsi(await door.begin(browser), rows[0])

    @pytest.mark.parametrize("mode", ["down", "limit"])
    async def test_says_so_and_what_to_do(self, door: Door, mode: str) -> None:
        browser, back = await self.signing_in(door)
        await door.fails(mode)
        answer = await door.come_back(browser, back)
        assert answer.status_code == 503
        assert answer.json()["code"] == "identity.chsi_unavailable"
        assert "稍后" in answer.json()["remedy"]
        assert answer.headers["retry-after"] == "30"

    async def test_when_it_does_not_answer_at_all(self, door: Door) -> None:
        browser, back = await self.signing_in(door)

        def no_route(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("no route to host")

        async with httpx.AsyncClient(transport=httpx.MockTransport(no_route)) as dead:
            door.identity.context.http = dead
            assert (await door.come_back(browser, back)).status_code == 503

    @pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"access_token": "t"}', b"[]"])
    async def test_when_it_answers_nonsense(self, door: Door, body: bytes) -> None:
        browser, back = await self.signing_in(door)
        nonsense = httpx.MockTransport(lambda request: httpx.Response(200, content=body))
        async with httpx.AsyncClient(transport=nonsense) as odd:
            door.identity.context.http = odd
            assert (await door.come_back(browser, back)).status_code == 503
        assert await door.identity.rows(SESSIONS) == []


class TestContact:
    async def test_of_chsi_makes_the_next_version(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], mobile="13900001111", email="new@example.com")
        await door.sign_in(rows[0])
        (said,) = await door.identity.emitted(GraduateCorrected)
        assert said.name == rows[0]["姓名"]
        record = await full_record(door.identity, str(said.graduate_id))
        assert (record["version"], record["mobile"], record["email"]) == (2, "13900001111", "new@example.com")

    async def test_that_is_the_same_makes_none(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        await door.sign_in(rows[0])
        await door.sign_in(rows[0])
        assert await door.identity.emitted(GraduateCorrected) == []

    async def test_of_chsi_stays_when_the_school_sends_its_file_again(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        await door.sign_in(rows[0])
        report = (await upload(door.identity, [dict(rows[0], 手机号码="13700000000")])).json()
        assert report["unchanged"] == 1

    async def test_comes_together_with_an_import_and_neither_is_lost(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], mobile="13900001111")
        signed_in, imported = await asyncio.gather(
            door.sign_in(rows[0]), upload(door.identity, [dict(rows[0], 专业="哲学")])
        )
        assert (signed_in.status_code, imported.status_code) == (200, 200)
        graduate_id = signed_in.json()["actor"]["graduate_id"]
        record = await full_record(door.identity, graduate_id)
        assert (record["version"], record["mobile"], record["major"]) == (3, "13900001111", "哲学")
        assert sorted(one.sequence for one in await door.identity.envelopes() if one.subject == graduate_id) == [
            1,
            2,
            3,
        ]

    async def test_does_not_wait_for_an_import_that_is_still_comparing(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], mobile="13900001111")
        async with door.identity.context.database.transaction() as importing:
            await store.hold_cohort(importing, "19901", 2027)
            async with asyncio.timeout(5):
                assert (await door.sign_in(rows[0])).status_code == 200

    @pytest.mark.parametrize("mobile", ["13900001111", None])
    async def test_is_kept_by_an_import_that_had_read_the_row_before(
        self, door: Door, monkeypatch: pytest.MonkeyPatch, mobile: str | None
    ) -> None:
        rows = await enrol(door.identity, 2)
        await door.has_account(rows[0], **({"mobile": mobile} if mobile else {}))
        read = store.part_of_cohort

        async def read_and_then_somebody_signs_in(*which: Any) -> Any:
            kept = await read(*which)
            assert (await door.sign_in(rows[0])).status_code == 200
            return kept

        monkeypatch.setattr(store, "part_of_cohort", read_and_then_somebody_signs_in)
        sent = [dict(row, 专业="哲学", 手机号码="13700000000") for row in rows]
        report = await upload(door.identity, sent)
        assert (report.status_code, report.json()["changed"]) == (200, 2)
        graduate_id = await graduate_id_of(door.identity, rows[0]["姓名"])
        record = await full_record(door.identity, graduate_id)
        assert (record["mobile"], record["major"]) == (mobile or rows[0]["手机号码"].replace(" ", ""), "哲学")
        assert record["version"] == (3 if mobile else 2)

    async def test_of_two_logins_at_once_makes_one_version(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], mobile="13900001111")
        answers = await asyncio.gather(*(door.sign_in(rows[0]) for _ in range(3)))
        assert {answer.status_code for answer in answers} == {200}
        assert len(await door.identity.emitted(GraduateCorrected)) == 1

    async def test_that_nobody_can_use_does_not_stop_the_login(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], email="not an address")
        assert (await door.sign_in(rows[0])).status_code == 200
