"""The page on which a person reads what was sent."""

from datetime import UTC, datetime

import httpx
import pytest
import time_machine
from fastapi import FastAPI

from tests.sandbox.support import ID_NUMBER, MOBILE, PASSWORD, follow, put_person, send_sms, send_wechat, wechat_token

SCRIPT = "<script>alert(1)</script>"


async def page(client: httpx.AsyncClient, **query: str) -> str:
    response = await client.get("/", params=query)
    assert response.status_code == 200
    return response.text


class TestMessages:
    async def test_are_shown_newest_first_in_the_time_of_china(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        with time_machine.travel(datetime(2026, 5, 20, 16, 30, tzinfo=UTC), tick=False) as clock:
            await send_sms(client)
            clock.shift(60)
            await send_wechat(client, await wechat_token(client))
        text = await page(client)
        assert "2026-05-21 00:30:00" in text
        assert "【网签平台】验证码493027" in text
        assert text.index("北京示范科技有限公司") < text.index("验证码493027")
        assert "静怡(o-ouyang)" in text

    async def test_are_filtered_by_receiver_and_channel(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await send_sms(client, text="给欧阳")
        await send_sms(client, out_id="2", mobile="15900001234", text="给别人")
        await send_wechat(client, await wechat_token(client))
        one = await page(client, to=MOBILE)
        assert "给欧阳" in one
        assert "给别人" not in one
        assert "北京示范科技" not in one
        assert "北京示范科技" in await page(client, to="o-ouyang")
        wechat = await page(client, channel="wechat")
        assert "北京示范科技" in wechat
        assert "给欧阳" not in wechat
        assert "北京示范科技" not in await page(client, channel="sms")

    async def test_show_what_became_of_them(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        await client.put(f"/sandbox/sms/unreachable/{MOBILE}")
        await send_sms(client)
        await app.state.receipts.settle()
        assert "未送达" in await page(client)
        await client.delete(f"/sandbox/sms/unreachable/{MOBILE}")
        await send_sms(client, out_id="2")
        await app.state.receipts.settle()
        assert "已送达" in await page(client)

    async def test_say_when_there_are_none(self, client: httpx.AsyncClient) -> None:
        assert "还没有消息" in await page(client)


class TestEscaping:
    async def test_of_messages(self, client: httpx.AsyncClient) -> None:
        await follow(client, nickname=SCRIPT)
        await client.put("/sandbox/wechat/templates/t", json={"title": SCRIPT, "content": "{{unit.DATA}}"})
        await send_sms(client, text=SCRIPT, sign=SCRIPT)
        await send_wechat(client, await wechat_token(client), template_id="t", data={"unit": {"value": SCRIPT}})
        text = await page(client)
        assert "<script" not in text
        assert text.count("&lt;script&gt;") >= 5

    async def test_of_people_and_filters(self, client: httpx.AsyncClient) -> None:
        await put_person(client, name=SCRIPT, password=SCRIPT)
        assert "<script" not in await page(client)
        assert "<script" not in await page(client, to=f'"{SCRIPT}', person=f'"{SCRIPT}')

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
    async def test_shows_no_link_that_runs_code(self, client: httpx.AsyncClient, url: str) -> None:
        await follow(client)
        await send_wechat(client, await wechat_token(client), url=url)
        assert url not in await page(client)

    async def test_shows_links_to_the_platform(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await send_wechat(client, await wechat_token(client), url="https://platform.example/i/1")
        assert 'href="https://platform.example/i/1"' in await page(client)


class TestPeople:
    async def test_shows_how_to_log_in(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        text = await page(client)
        for fact in ("欧阳静怡", MOBILE, ID_NUMBER, PASSWORD, "示范大学"):
            assert fact in text

    async def test_says_that_nothing_is_bound(self, client: httpx.AsyncClient) -> None:
        await put_person(client, enrolments=[])
        assert "未绑定学籍" in await page(client)

    async def test_finds_one_among_many(self, client: httpx.AsyncClient) -> None:
        for number in range(40):
            await put_person(client, f"{number:017d}X", name=f"学生{number:02d}")
        first = await page(client)
        assert "共 40 人，显示前 30 人" in first
        assert "学生39" not in first
        assert "学生39" in await page(client, person="学生39")


class TestRefreshing:
    async def test_happens_only_when_wanted(self, client: httpx.AsyncClient) -> None:
        assert 'http-equiv="refresh"' not in await page(client)
        assert 'http-equiv="refresh"' in await page(client, auto="true")
