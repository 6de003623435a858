"""Outside systems that fail when they are told to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine

from tests.sandbox.support import (
    KEY_B,
    answer_of,
    authorization,
    code_for,
    enrolment,
    exchange,
    follow,
    put_person,
    send_sms,
    send_wechat,
    sms,
    submit_login,
    token_for,
    wechat_token,
)


async def order(client: httpx.AsyncClient, system: str, mode: str, **more: Any) -> None:
    response = await client.put(f"/sandbox/failures/{system}", json={"mode": mode, **more})
    assert response.status_code == 200, response.text


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the sandbox waited, without waiting."""
    taken: list[float] = []

    async def nap(seconds: float) -> None:
        taken.append(seconds)

    monkeypatch.setattr("deploy.sandbox.failures.sleep", nap)
    return taken


class TestDown:
    @pytest.mark.parametrize(
        ("system", "path"),
        [
            ("bank", "/bank/api/v1/remittances/x"),
            ("chsi", "/chsi/oauth/authorize"),
            ("chsi", "/chsi/api/v1/enrolment"),
            ("sms-a", "/sms/a/receipts/x"),
            ("sms-b", "/sms/b/receipts/x"),
            ("wechat", "/wechat/cgi-bin/token"),
            ("wechat", "/wechat/connect/oauth2/authorize"),
        ],
    )
    async def test_answers_503_everywhere_until_it_is_well(
        self, client: httpx.AsyncClient, system: str, path: str
    ) -> None:
        await order(client, system, "down")
        assert [(await client.get(path)).status_code for _ in range(2)] == [503, 503]
        await client.delete("/sandbox/failures")
        assert (await client.get(path)).status_code != 503

    async def test_leaves_the_other_supplier_and_the_page_alone(self, client: httpx.AsyncClient) -> None:
        await order(client, "sms-a", "down")
        assert (await send_sms(client)).status_code == 503
        assert (await client.post("/sms/b/send", json=sms(), headers=KEY_B)).status_code == 200
        assert (await client.get("/health")).status_code == 200
        assert "短信供应商 A:停止服务" in (await client.get("/")).text

    async def test_sends_nothing(self, client: httpx.AsyncClient) -> None:
        await order(client, "sms-a", "down")
        await send_sms(client)
        assert (await client.get("/sandbox/sms")).json() == []


class TestHowOftenAndHowLong:
    async def test_hits_as_many_requests_as_ordered(self, client: httpx.AsyncClient) -> None:
        await order(client, "sms-a", "down", times=2)
        statuses = [(await send_sms(client)).status_code for _ in range(3)]
        assert statuses == [503, 503, 200]
        assert (await client.get("/sandbox/failures")).json() == {}

    async def test_ends_after_its_seconds(self, client: httpx.AsyncClient) -> None:
        with time_machine.travel(datetime(2026, 5, 20, 4, 0, tzinfo=UTC), tick=False) as clock:
            await order(client, "sms-a", "down", seconds=30)
            clock.shift(timedelta(seconds=29))
            assert (await send_sms(client)).status_code == 503
            clock.shift(timedelta(seconds=1))
            assert (await send_sms(client)).status_code == 200

    async def test_shows_what_is_left(self, client: httpx.AsyncClient) -> None:
        await order(client, "sms-a", "limit", times=3)
        await send_sms(client)
        standing = (await client.get("/sandbox/failures")).json()
        assert standing == {"sms-a": {"mode": "limit", "seconds": None, "times": 2}}

    @pytest.mark.parametrize(
        ("system", "body"),
        [
            ("post-office", {"mode": "down"}),
            ("chsi", {"mode": "explode"}),
            ("chsi", {"mode": "slow"}),
            ("chsi", {"mode": "slow", "seconds": 61}),
            ("chsi", {"mode": "down", "times": 0}),
            ("chsi", {"mode": "down", "seconds": -1}),
        ],
    )
    async def test_refuses_nonsense(self, client: httpx.AsyncClient, system: str, body: dict[str, Any]) -> None:
        assert (await client.put(f"/sandbox/failures/{system}", json=body)).status_code == 422
        assert (await client.get("/sandbox/failures")).json() == {}


class TestSlow:
    async def test_answers_late_and_well(self, client: httpx.AsyncClient, naps: list[float]) -> None:
        await order(client, "sms-a", "slow", seconds=7, times=1)
        assert [(await send_sms(client)).status_code for _ in range(2)] == [200, 200]
        assert naps == [7]


class TestRefusals:
    async def test_supplier_rejects_or_limits(self, client: httpx.AsyncClient) -> None:
        await order(client, "sms-a", "reject", times=1)
        rejected = await send_sms(client)
        assert (rejected.status_code, rejected.json()["code"]) == (400, "REJECTED")
        await order(client, "sms-a", "limit", times=1)
        limited = await send_sms(client)
        assert (limited.status_code, limited.json()["code"]) == (429, "BUSINESS_LIMIT")
        assert (await client.get("/sandbox/sms")).json() == []

    async def test_wechat_rejects_or_limits_messages_not_tokens(self, client: httpx.AsyncClient) -> None:
        await follow(client)
        await order(client, "wechat", "reject", times=1)
        token = await wechat_token(client)
        assert (await send_wechat(client, token))["errcode"] == 43101
        await order(client, "wechat", "limit", times=1)
        assert (await send_wechat(client, token))["errcode"] == 45009
        assert (await send_wechat(client, token))["errcode"] == 0

    async def test_chsi_rejects_at_each_step(self, client: httpx.AsyncClient) -> None:
        code, token = await code_for(client), await token_for(client)
        await order(client, "chsi", "reject")
        assert answer_of(await submit_login(client))["error"] == "access_denied"
        assert (await exchange(client, code)).json()["error"] == "invalid_grant"
        assert (await enrolment(client, token)).status_code == 403
        assert (await client.get("/chsi/oauth/authorize", params=authorization())).status_code == 200

    async def test_chsi_limits_at_each_step(self, client: httpx.AsyncClient) -> None:
        code, token = await code_for(client), await token_for(client)
        await order(client, "chsi", "limit")
        assert (await submit_login(client)).status_code == 429
        assert (await exchange(client, code)).status_code == 429
        assert (await enrolment(client, token)).status_code == 429
        await client.delete("/sandbox/failures")
        assert (await exchange(client, code)).status_code == 200

    async def test_chsi_login_page_says_so(self, client: httpx.AsyncClient) -> None:
        await put_person(client)
        await order(client, "chsi", "limit")
        assert "访问过于频繁" in (await submit_login(client)).text
