"""The bank: one payment per request id, failures by account, signed callbacks."""

import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

LOGIN = ("wangqian", "bank-development-secret")
PATH = "/bank/api/v1/remittances"
CALLBACK = "https://platform.example/identity/v1/bank-callbacks"


def order(**changes: Any) -> dict[str, Any]:
    return {
        "request_id": "r-1",
        "payee": "杭州云栖数据有限公司",
        "account": "6222020200112233445",
        "bank_name": "中国工商银行北京中关村支行",
        "amount": "0.37",
        **changes,
    }


async def remit(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await client.post(PATH, json=order(**changes), auth=LOGIN)


async def status(client: httpx.AsyncClient, remittance_id: str) -> tuple[str, str | None]:
    news = (await client.get(f"{PATH}/{remittance_id}", auth=LOGIN)).json()
    return news["status"], news["reason_code"]


class TestRemitting:
    async def test_pays_what_the_statement_shows(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        taken = await remit(client)
        assert (taken.status_code, taken.json()["status"]) == (202, "accepted")
        await app.state.bank_ledger.settle()
        assert await status(client, taken.json()["remittance_id"]) == ("paid", None)
        [line] = (await client.get("/sandbox/bank/statement")).json()
        assert (line["amount"], line["returned"]) == ("0.37", False)

    async def test_pays_once_for_one_request_id(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        first, second = await remit(client), await remit(client)
        await app.state.bank_ledger.settle()
        assert first.json()["remittance_id"] == second.json()["remittance_id"]
        assert len((await client.get("/sandbox/bank/statement")).json()) == 1

    async def test_refuses_a_request_id_for_another_order(self, client: httpx.AsyncClient) -> None:
        await remit(client)
        again = await remit(client, amount="0.38")
        assert (again.status_code, again.json()["reason_code"]) == (409, "request_id_reused")

    @pytest.mark.parametrize(
        ("ending", "outcome"),
        [
            ("0001", ("failed", "wrong_account")),
            ("0002", ("failed", "name_mismatch")),
            ("0003", ("returned", "returned")),
        ],
    )
    async def test_goes_wrong_by_the_account(
        self, app: FastAPI, client: httpx.AsyncClient, ending: str, outcome: tuple[str, str]
    ) -> None:
        taken = await remit(client, account=f"622202020011223{ending}")
        await app.state.bank_ledger.settle()
        assert await status(client, taken.json()["remittance_id"]) == outcome

    async def test_refuses_a_closed_account_at_once(self, client: httpx.AsyncClient) -> None:
        refused = await remit(client, account="6222020200110004")
        assert (refused.status_code, refused.json()["reason_code"]) == (422, "account_closed")

    @pytest.mark.parametrize("login", [("wangqian", "wrong"), ("other", "bank-development-secret")])
    async def test_serves_its_customer_only(self, client: httpx.AsyncClient, login: tuple[str, str]) -> None:
        refused = await client.post(PATH, json=order(), auth=login)
        assert refused.status_code == 401

    async def test_rejects_and_limits_on_demand(self, client: httpx.AsyncClient) -> None:
        for mode, expected in (("reject", 422), ("limit", 429), ("down", 503)):
            await client.put("/sandbox/failures/bank", json={"mode": mode, "times": 1})
            assert (await remit(client)).status_code == expected
        assert (await remit(client)).status_code == 202


class TestCallback:
    async def test_is_signed_over_time_and_body(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        seen: list[httpx.Request] = []

        def take(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(204)

        app.state.bank_ledger._transport = httpx.MockTransport(take)
        await remit(client, callback_url=CALLBACK)
        await app.state.bank_ledger.settle()

        [told] = seen
        body = told.read()
        moment, _, signature = told.headers["Bank-Signature"].removeprefix("t=").partition(",v1=")
        key = b"bank-development-callback-secret"
        assert signature == hmac.new(key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        assert json.loads(body)["status"] == "paid"
        assert json.loads(body)["request_id"] == "r-1"


class TestControls:
    async def test_delay_what_comes_after(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        await client.put("/sandbox/bank/delay", json={"seconds": 600})
        taken = await remit(client)
        assert await status(client, taken.json()["remittance_id"]) == ("accepted", None)
        await app.state.bank_ledger.stop()

    async def test_send_money_back_however_late(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        taken = (await remit(client)).json()["remittance_id"]
        await app.state.bank_ledger.settle()
        assert (await client.post(f"/sandbox/bank/remittances/{taken}/return")).json()["status"] == "returned"
        assert (await client.post("/sandbox/bank/remittances/x/return")).status_code == 404

    async def test_the_page_shows_the_statement_and_forgetting_empties_it(
        self, app: FastAPI, client: httpx.AsyncClient
    ) -> None:
        await remit(client, payee="<script>alert(1)</script>")
        await app.state.bank_ledger.settle()
        text = (await client.get("/")).text
        assert "0.37 元" in text
        assert "<script>alert" not in text
        await client.delete("/sandbox/bank")
        assert (await client.get("/sandbox/bank/statement")).json() == []
