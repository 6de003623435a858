"""Access tokens of the WeChat API."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine

from tests.sandbox.support import WECHAT, follow, send_wechat, wechat_token

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


class TestToken:
    async def test_lasts_two_hours(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        with time_machine.travel(NOON, tick=False) as clock:
            token = await wechat_token(client)
            clock.shift(timedelta(seconds=7199))
            assert (await send_wechat(client, token))["errcode"] == 0
            clock.shift(timedelta(seconds=1))
            assert (await send_wechat(client, token))["errcode"] == 42001

    async def test_goes_on_for_five_minutes_beside_a_newer_one(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        with time_machine.travel(NOON, tick=False) as clock:
            older, newer = await wechat_token(client), await wechat_token(client)
            clock.shift(timedelta(seconds=299))
            assert (await send_wechat(client, older, client_msg_id="1"))["errcode"] == 0
            clock.shift(timedelta(seconds=1))
            assert (await send_wechat(client, older, client_msg_id="2"))["errcode"] == 40001
            assert (await send_wechat(client, newer, client_msg_id="2"))["errcode"] == 0

    async def test_says_how_long_it_lasts(self, client: httpx.AsyncClient) -> None:
        params = {"grant_type": "client_credential", **WECHAT}
        answer = (await client.get("/wechat/cgi-bin/token", params=params)).json()
        assert answer["expires_in"] == 7200

    @pytest.mark.parametrize(
        ("wrong", "errcode"),
        [({"grant_type": "password"}, 40002), ({"appid": "wx0"}, 40013), ({"secret": "x"}, 40125)],
    )
    async def test_is_refused_to_strangers(
        self, client: httpx.AsyncClient, wrong: dict[str, str], errcode: int
    ) -> None:
        params = {"grant_type": "client_credential", **WECHAT, **wrong}
        response = await client.get("/wechat/cgi-bin/token", params=params)
        assert response.status_code == 200
        assert response.json()["errcode"] == errcode
        assert "access_token" not in response.json()

    @pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("made-up", 40001)])
    async def test_is_needed_to_send(self, client: httpx.AsyncClient, token: str, errcode: int) -> None:
        await follow(client)
        assert (await send_wechat(client, token))["errcode"] == errcode
