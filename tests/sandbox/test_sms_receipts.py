"""What becomes of a message, and who is told."""

import httpx
import pytest
from fastapi import FastAPI

from deploy.sandbox.sms.receipts import ATTEMPTS
from deploy.sandbox.sms.schemas import SendRequest
from tests.sandbox.support import KEY_A, KEY_B, MOBILE, Inbox, send_sms, sms

CALLBACK = "http://notifications.example/receipts"


class TestReceipt:
    async def test_is_posted_to_whoever_asked(self, app: FastAPI, client: httpx.AsyncClient, inbox: Inbox) -> None:
        message_id = (await send_sms(client, callback_url=CALLBACK)).json()["message_id"]
        await app.state.receipts.settle()
        [receipt] = inbox.receipts
        assert receipt.pop("at")
        assert receipt == {"message_id": message_id, "out_id": "out-1", "status": "DELIVERED"}

    async def test_is_posted_once_for_a_repeated_message(
        self, app: FastAPI, client: httpx.AsyncClient, inbox: Inbox
    ) -> None:
        for _ in range(2):
            await send_sms(client, callback_url=CALLBACK)
        await app.state.receipts.settle()
        assert len(inbox.receipts) == 1

    async def test_is_not_posted_unasked(self, app: FastAPI, client: httpx.AsyncClient, inbox: Inbox) -> None:
        await send_sms(client)
        await app.state.receipts.settle()
        assert inbox.attempts == 0

    async def test_says_that_a_mobile_cannot_be_reached(
        self, app: FastAPI, client: httpx.AsyncClient, inbox: Inbox
    ) -> None:
        await client.put(f"/sandbox/sms/unreachable/{MOBILE}")
        await send_sms(client, out_id="1", callback_url=CALLBACK)
        await app.state.receipts.settle()
        await client.delete(f"/sandbox/sms/unreachable/{MOBILE}")
        await send_sms(client, out_id="2", callback_url=CALLBACK)
        await app.state.receipts.settle()
        assert [receipt["status"] for receipt in inbox.receipts] == ["UNDELIVERED", "DELIVERED"]

    @pytest.mark.parametrize(("failing", "attempts", "arrived"), [(0, 1, 1), (2, 3, 1), (9, ATTEMPTS, 0)])
    async def test_is_posted_three_times_at_most(
        self, app: FastAPI, client: httpx.AsyncClient, inbox: Inbox, failing: int, attempts: int, arrived: int
    ) -> None:
        inbox.failing = failing
        await send_sms(client, callback_url=CALLBACK)
        await app.state.receipts.settle()
        assert inbox.attempts == attempts
        assert len(inbox.receipts) == arrived


class TestReceiptQuery:
    async def test_shows_what_became_of_a_message(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        message_id = (await send_sms(client)).json()["message_id"]
        await app.state.receipts.settle()
        receipt = (await client.get(f"/sms/a/receipts/{message_id}", headers=KEY_A)).json()
        assert receipt["status"] == "DELIVERED"
        assert receipt["out_id"] == "out-1"

    async def test_knows_no_message_of_the_other_supplier(self, client: httpx.AsyncClient) -> None:
        message_id = (await send_sms(client)).json()["message_id"]
        response = await client.get(f"/sms/b/receipts/{message_id}", headers=KEY_B)
        assert response.status_code == 404
        assert response.json()["code"] == "NOT_FOUND"

    async def test_needs_the_key(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/sms/a/receipts/x", headers=KEY_B)).status_code == 401

    async def test_does_not_bring_back_a_deleted_message(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        message, _ = app.state.outbox.take("a", SendRequest(**sms()))
        await client.delete("/sandbox/sms")
        app.state.outbox.finish(message)
        assert (await client.get("/sandbox/sms")).json() == []
