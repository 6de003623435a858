"""Sending through the two SMS suppliers."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine
from fastapi import FastAPI

from deploy.sandbox.app import create_app
from deploy.sandbox.settings import SandboxSettings
from tests.sandbox.support import KEY_A, KEY_B, MOBILE, client_of, send_sms, sms

OTHER_MOBILE = "15900001234"


async def sent(client: httpx.AsyncClient, mobile: str = "") -> list[dict[str, object]]:
    return list((await client.get("/sandbox/sms", params={"mobile": mobile})).json())


class TestSend:
    async def test_takes_a_message_and_shows_its_code(self, client: httpx.AsyncClient) -> None:
        response = await send_sms(client)
        assert response.status_code == 200
        assert response.json()["accepted"] is True
        [message] = await sent(client)
        assert message["message_id"] == response.json()["message_id"]
        assert message["params"] == {"code": "493027"}
        assert message["content"] == "【网签平台】验证码493027,5分钟内有效。"

    async def test_sends_the_same_out_id_once(self, client: httpx.AsyncClient) -> None:
        first, second = [(await send_sms(client)).json() for _ in range(2)]
        assert first == second
        assert len(await sent(client)) == 1

    async def test_refuses_an_out_id_that_was_used_for_another_mobile(self, client: httpx.AsyncClient) -> None:
        await send_sms(client)
        response = await send_sms(client, mobile=OTHER_MOBILE)
        assert response.status_code == 409
        assert response.json()["code"] == "OUT_ID_REUSED"
        assert len(await sent(client)) == 1

    async def test_keeps_the_suppliers_apart(self, client: httpx.AsyncClient) -> None:
        await send_sms(client)
        response = await client.post("/sms/b/send", json=sms(), headers=KEY_B)
        assert response.status_code == 200
        assert [message["supplier"] for message in await sent(client)] == ["b", "a"]

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, KEY_B, {"Authorization": "Basic x"}])
    async def test_refuses_a_wrong_key(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        response = await client.post("/sms/a/send", json=sms(), headers=headers)
        assert response.status_code == 401
        assert response.json()["code"] == "INVALID_KEY"
        assert await sent(client) == []

    @pytest.mark.parametrize("mobile", ["12012345678", "1381234567", "+8613812340001", "", "1381234000x"])
    async def test_refuses_a_bad_mobile(self, client: httpx.AsyncClient, mobile: str) -> None:
        response = await send_sms(client, mobile=mobile)
        assert response.status_code == 400
        assert response.json()["code"] == "INVALID_MOBILE"
        assert await sent(client) == []

    @pytest.mark.parametrize(
        "wrong", [{"out_id": ""}, {"text": ""}, {"text": "长" * 1001}, {"callback_url": "file:///x"}]
    )
    async def test_refuses_what_is_malformed(self, client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
        response = await send_sms(client, **wrong)
        assert response.status_code == 400
        assert response.json()["code"] == "INVALID_PARAMETER"
        assert next(iter(wrong)) in response.json()["message"]

    async def test_refuses_what_is_not_json(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/sms/a/send", content=b"{", headers=KEY_A)
        assert response.status_code == 400
        assert response.json()["code"] == "INVALID_PARAMETER"

    @pytest.mark.parametrize(("length", "segments"), [(64, 1), (65, 2), (128, 2), (129, 3)])
    async def test_counts_segments_with_the_signature(
        self, client: httpx.AsyncClient, length: int, segments: int
    ) -> None:
        await send_sms(client, text="长" * length)
        [message] = await sent(client)
        assert message["segments"] == segments


class TestList:
    async def test_shows_the_newest_first_and_one_mobile_alone(self, client: httpx.AsyncClient) -> None:
        await send_sms(client, out_id="1")
        await send_sms(client, out_id="2", mobile=OTHER_MOBILE)
        await send_sms(client, out_id="3")
        assert [m["out_id"] for m in await sent(client)] == ["3", "2", "1"]
        assert [m["out_id"] for m in await sent(client, MOBILE)] == ["3", "1"]

    async def test_is_empty_after_deletion_and_out_ids_are_free_again(self, client: httpx.AsyncClient) -> None:
        first = (await send_sms(client)).json()["message_id"]
        await client.delete("/sandbox/sms")
        assert await sent(client) == []
        assert (await send_sms(client)).json()["message_id"] != first

    async def test_forgets_the_oldest_beyond_what_is_kept(self, settings: SandboxSettings) -> None:
        app = create_app(settings.model_copy(update={"keep_messages": 2}))
        async with client_of(app) as client:
            for out_id in ("1", "2", "3"):
                await send_sms(client, out_id=out_id)
            await app.state.receipts.settle()
            assert [m["out_id"] for m in await sent(client)] == ["3", "2"]


class TestVerificationLimit:
    @pytest.fixture
    def app(self, settings: SandboxSettings) -> FastAPI:
        return create_app(settings.model_copy(update={"sms_limit_verification": True}))

    async def test_allows_one_per_mobile_and_natural_minute(self, client: httpx.AsyncClient) -> None:
        with time_machine.travel(datetime(2026, 5, 20, 4, 0, 50, tzinfo=UTC), tick=False) as clock:
            assert (await send_sms(client, out_id="1")).status_code == 200
            refused = await send_sms(client, out_id="2")
            assert refused.status_code == 429
            assert refused.json()["code"] == "BUSINESS_LIMIT"
            assert "retry-after" in refused.headers
            clock.shift(timedelta(seconds=10))
            assert (await send_sms(client, out_id="2")).status_code == 200

    async def test_leaves_notices_other_mobiles_and_repetitions_alone(self, client: httpx.AsyncClient) -> None:
        with time_machine.travel(datetime(2026, 5, 20, 4, 0, tzinfo=UTC), tick=False):
            assert (await send_sms(client, out_id="1")).status_code == 200
            assert (await send_sms(client, out_id="1")).status_code == 200
            assert (await send_sms(client, out_id="2", mobile=OTHER_MOBILE)).status_code == 200
            assert (await send_sms(client, out_id="3", template="remittance_sent")).status_code == 200

    async def test_is_off_unless_switched_on(self, settings: SandboxSettings) -> None:
        app = create_app(settings)
        async with client_of(app) as client:
            statuses = [(await send_sms(client, out_id=str(n))).status_code for n in range(3)]
            await app.state.receipts.settle()
        assert statuses == [200, 200, 200]
