"""Coming back from 学信网 in a browser: a page or the portal, never raw JSON, and never tokens in an address."""

from datetime import timedelta
from html import unescape

import httpx
import pytest
import time_machine

from common import clock
from identity.service import service
from tests.conftest import HarnessOf
from tests.identity.conftest import SETTINGS
from tests.identity.graduates.support import Door
from tests.identity.roster.support import enrol, graduate_id_of, school

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PORTAL = "https://portal.example.cn/graduate"


async def back_in_browser(door: Door, row: dict[str, str]) -> httpx.Response:
    """CHSI's redirect, followed as browsers do."""
    browser = door.identity.client()
    back = await door.sign_in_at_chsi(await door.begin(browser), row)
    return await browser.get("/v1/chsi/callback", params=back, headers=BROWSER)


async def exchange(door: Door, code: str) -> httpx.Response:
    return await door.identity.client().post("/v1/chsi/exchanges", json={"code": code})


@pytest.fixture
async def portal_door(harness_of: HarnessOf, chsi: httpx.AsyncClient) -> Door:
    """The same with a portal."""
    settings = {"public_url": "http://service.test", "chsi_url": "http://chsi.test/chsi", "portal_url": PORTAL}
    harness = await harness_of(service, **SETTINGS | settings)
    harness.context.http = chsi
    return Door(harness, chsi)


class TestPage:
    async def test_shows_a_code_and_no_token(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        answer = await back_in_browser(door, rows[0])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert ("登录成功" in answer.text, "access_token" in answer.text, "<script" in answer.text) == (
            True,
            False,
            False,
        )
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        code = answer.text.split("<code>")[1].split("</code>")[0]
        assert (await exchange(door, code)).json()["actor"]["name"] == rows[0]["姓名"]

    async def test_says_why_somebody_is_not_let_in(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0], name="别人")
        answer = await back_in_browser(door, rows[0])
        assert (answer.status_code, "与学籍信息不一致" in answer.text, "学校就业部门" in answer.text) == (
            403,
            True,
            True,
        )
        assert rows[0]["姓名"] not in answer.text
        assert await door.identity.rows("SELECT 1 FROM sessions") == []

    @pytest.mark.parametrize(
        "params", [{}, {"state": "forged"}, {"state": "<script>alert(1)</script>", "error": "<b>"}]
    )
    async def test_of_a_forged_return_is_readable_and_echoes_nothing(self, door: Door, params: dict[str, str]) -> None:
        answer = await door.identity.client().get("/v1/chsi/callback", params=params, headers=BROWSER)
        assert (answer.status_code, "登录请求无效或已过期" in answer.text) == (403, True)
        assert "<script" not in unescape(answer.text)

    @pytest.mark.parametrize(
        "params",
        [{}, {"state": "s" * 201}, {"state": "s", "code": "c" * 501}, {"state": "s", "error": "e" * 101}],
        ids=["none", "long state", "long code", "long error"],
    )
    async def test_is_readable_whatever_the_address_says(self, door: Door, params: dict[str, str]) -> None:
        browser = door.identity.client()
        await door.begin(browser)
        answer = await browser.get("/v1/chsi/callback", params=params, headers=BROWSER)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
        assert "登录请求无效或已过期" in answer.text
        cookie = {"Cookie": f"wangqian_chsi={'b' * 201}"}
        answer = await door.identity.client().get("/v1/chsi/callback", params=params, headers=BROWSER | cookie)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"

    async def test_escapes_what_a_school_wrote(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        path = f"/v1/graduates/{await graduate_id_of(door.identity, rows[0]['姓名'])}/remove"
        reason = {"reason": "<img src=x onerror=alert(1)>"}
        assert (await door.identity.client(school()).post(path, json=reason)).status_code == 204
        answer = await back_in_browser(door, rows[0])
        assert ("移出" in answer.text, "<img" in answer.text) == (True, False)

    async def test_of_chsi_away_says_when_to_come_back(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        browser = door.identity.client()
        back = await door.sign_in_at_chsi(await door.begin(browser), rows[0])
        await door.fails("down")
        answer = await browser.get("/v1/chsi/callback", params=back, headers=BROWSER)
        assert (answer.status_code, answer.headers["retry-after"], "学信网暂时无法访问" in answer.text) == (
            503,
            "30",
            True,
        )

    async def test_is_for_browsers_alone(self, door: Door) -> None:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        assert "access_token" in (await door.sign_in(rows[0])).json()
        forged = await door.identity.client().get("/v1/chsi/callback", params={"state": "forged"})
        assert forged.json()["code"] == "identity.chsi_login_state_refused"


class TestPortal:
    async def test_is_given_a_code_in_the_fragment(self, portal_door: Door) -> None:
        rows = await enrol(portal_door.identity, 1)
        await portal_door.has_account(rows[0])
        answer = await back_in_browser(portal_door, rows[0])
        address, _, code = answer.headers["location"].partition("#login_code=")
        assert (answer.status_code, address) == (303, PORTAL)
        assert (await exchange(portal_door, code)).status_code == 200

    async def test_is_linked_from_a_refusal(self, portal_door: Door) -> None:
        answer = await portal_door.identity.client().get("/v1/chsi/callback", headers=BROWSER)
        assert (answer.status_code, f'href="{PORTAL}"' in answer.text) == (403, True)


class TestCode:
    async def code(self, door: Door) -> str:
        rows = await enrol(door.identity, 1)
        await door.has_account(rows[0])
        return (await back_in_browser(door, rows[0])).text.split("<code>")[1].split("</code>")[0]

    async def test_works_once(self, door: Door) -> None:
        code = await self.code(door)
        assert [(await exchange(door, code)).status_code for _ in range(2)] == [200, 403]

    async def test_lasts_a_minute(self, door: Door) -> None:
        code = await self.code(door)
        with time_machine.travel(clock.now() + timedelta(seconds=61), tick=True):
            assert (await exchange(door, code)).json()["code"] == "identity.login_code_refused"
            assert await door.identity.run_job("forget_chsi_logins") == 1

    async def test_is_not_kept_in_clear(self, door: Door) -> None:
        code = await self.code(door)
        assert code not in str(await door.identity.rows("SELECT * FROM login_exchanges"))

    @pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "x" * 201}, {"code": "guess", "graduate_id": "x"}])
    async def test_malformed_is_refused(self, door: Door, body: dict[str, str]) -> None:
        assert (await door.identity.client().post("/v1/chsi/exchanges", json=body)).status_code == 422

    async def test_guessed_is_refused(self, door: Door) -> None:
        assert (await exchange(door, "guess")).status_code == 403

    async def test_of_somebody_removed_meanwhile_is_refused(self, door: Door) -> None:
        code = await self.code(door)
        (line,) = (await door.identity.client(school()).get("/v1/graduates")).json()["items"]
        path = f"/v1/graduates/{line['id']}/remove"
        assert (await door.identity.client(school()).post(path, json={"reason": "退学"})).status_code == 204
        assert (await exchange(door, code)).json()["code"] == "identity.removed_from_roster"
