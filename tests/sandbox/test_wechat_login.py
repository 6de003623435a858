"""WeChat's web login: who is holding the phone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from tests.sandbox.support import WECHAT, answer_of, follow

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
BACK = "http://localhost:8080/notifications/v1/wechat/callback?to=inbox"


async def authorize(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    params = {
        "appid": WECHAT["appid"],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s&1",
        **changes,
    }
    return await client.get("/wechat/connect/oauth2/authorize", params=params)


async def log_in(client: httpx.AsyncClient, code: str, **changes: str) -> dict[str, Any]:
    params = {"grant_type": "authorization_code", **WECHAT, "code": code, **changes}
    return dict((await client.get("/wechat/sns/oauth2/access_token", params=params)).json())


async def direct_code(client: httpx.AsyncClient) -> str:
    return str((await client.post("/sandbox/wechat/followers/o-ouyang/code")).json()["code"])


class TestAuthorize:
    async def test_lets_one_choose_a_follower(self, client: httpx.AsyncClient) -> None:
        await follow(client, nickname="<b>静怡</b>")
        page = await authorize(client)
        assert page.status_code == 200
        assert 'value="o-ouyang"' in page.text
        assert "&lt;b&gt;静怡&lt;/b&gt;" in page.text

    async def test_goes_back_with_code_and_state(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        response = await authorize(client, openid="o-ouyang")
        assert response.headers["location"].startswith(BACK + "&code=")
        answer = answer_of(response)
        assert answer["state"] == "s&1"
        assert (await log_in(client, answer["code"]))["openid"] == "o-ouyang"

    async def test_knows_no_stranger(self, client: httpx.AsyncClient) -> None:
        assert (await authorize(client, openid="o-nobody")).status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"appid": "wx0"},
            {"redirect_uri": "https://evil.example/"},
            {"redirect_uri": "javascript://localhost/"},
            {"response_type": "token"},
            {"scope": "all"},
        ],
    )
    async def test_never_redirects_for_a_wrong_request(self, client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
        await follow(client)
        response = await authorize(client, openid="o-ouyang", **wrong)
        assert response.status_code == 400
        assert "location" not in response.headers


class TestLogin:
    async def test_takes_a_code_once(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        code = await direct_code(client)
        assert (await log_in(client, code))["openid"] == "o-ouyang"
        assert (await log_in(client, code))["errcode"] == 40163

    async def test_takes_a_code_for_five_minutes(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        with time_machine.travel(NOON, tick=False) as clock:
            first, second = await direct_code(client), await direct_code(client)
            clock.shift(timedelta(seconds=299))
            assert "openid" in await log_in(client, first)
            clock.shift(timedelta(seconds=1))
            assert (await log_in(client, second))["errcode"] == 42003

    @pytest.mark.parametrize(
        ("wrong", "errcode"),
        [
            ({"code": "made-up"}, 40029),
            ({"appid": "wx0"}, 40013),
            ({"secret": "x"}, 40125),
            ({"grant_type": "client_credential"}, 40002),
        ],
    )
    async def test_refuses_strangers(self, client: httpx.AsyncClient, wrong: dict[str, str], errcode: int) -> None:
        await follow(client)
        params = {"code": await direct_code(client), **wrong}
        answer = await log_in(client, params.pop("code"), **params)
        assert answer["errcode"] == errcode
        assert "openid" not in answer

    async def test_has_no_direct_code_for_a_stranger(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/sandbox/wechat/followers/o-nobody/code")).status_code == 404
