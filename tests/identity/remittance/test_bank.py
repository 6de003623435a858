"""The bank away, the bank twice, the bank late, and somebody who says to be the bank."""

import asyncio
import hashlib
import hmac
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import EmployerRemittanceFailed, EmployerRemittanceMade
from common.testing.harness import ServiceHarness
from tests.identity.remittance.support import Bank, ask_bank, enter, remitted, status_of, submit_account
from tests.identity.support import TextMessages, employer_user

CALLBACK = "/v1/bank-callbacks"
KEY = b"bank-development-callback-secret"


async def callback(
    identity: ServiceHarness, body: dict[str, Any], *, key: bytes = KEY, age: int = 0, sent: bytes | None = None
) -> httpx.Response:
    """Tell identity something as the bank, signed with `key`, `age` seconds ago."""
    signed = json.dumps(body).encode()
    moment = str(int(clock.now().timestamp()) - age)
    signature = hmac.new(key, f"{moment}.".encode() + signed, hashlib.sha256).hexdigest()
    headers = {"Bank-Signature": f"t={moment},v1={signature}", "Content-Type": "application/json"}
    return await identity.client().post(CALLBACK, content=sent or signed, headers=headers)


async def news(identity: ServiceHarness, status: str, **more: Any) -> dict[str, Any]:
    """What the bank says of the only order."""
    [(order, bank_id)] = await identity.rows("SELECT id, bank_id FROM remittances")
    return {"request_id": str(order), "remittance_id": bank_id or "b-1", "status": status, **more}


class TestTheOrder:
    async def test_waits_while_the_bank_is_away_and_is_paid_once_when_it_is_back(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        await bank.fail("down", times=2)
        for _ in range(4):
            await ask_bank(identity, bank)

        assert await status_of(identity, user) == "awaiting_amount"
        assert len(bank.ledger.statement()) == 1
        assert len(await identity.emitted(EmployerRemittanceMade)) == 1

    async def test_whose_answer_was_lost_is_not_paid_twice(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        await ask_bank(identity, bank)
        await identity.rows("UPDATE remittances SET bank_id = NULL, status = 'ordered' RETURNING 1")
        await ask_bank(identity, bank)

        assert len(bank.ledger.statement()) == 1
        assert await status_of(identity, user) == "awaiting_amount"

    async def test_is_handed_in_by_one_of_two_workers(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        await asyncio.gather(identity.run_job("remit"), identity.run_job("remit"))

        assert [tuple(row) for row in await identity.rows("SELECT sendings FROM remittances")] == [(1,)]

    async def test_that_is_refused_for_good_is_told_to_the_employer(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        await bank.fail("reject", times=1)
        await ask_bank(identity, bank)

        assert await status_of(identity, user) == "remittance_failed"
        assert len(await identity.emitted(EmployerRemittanceFailed)) == 1

    async def test_that_waits_for_two_days_is_listed_for_the_centre(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        client = identity.client(centre)
        assert (await client.get("/v1/remittances")).json()["items"] == []
        await identity.rows("UPDATE remittances SET ordered_at = now() - interval '49 hours' RETURNING 1")

        [row] = (await client.get("/v1/remittances")).json()["items"]
        assert (row["employer_id"], row["status"]["code"]) == (str(user.employer_id), "ordered")
        assert await status_of(identity, user) == "remitting"


class TestCallbacks:
    async def test_are_enough_without_asking(self, identity: ServiceHarness, bank: Bank, texts: TextMessages) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        bank.reports = True
        await ask_bank(identity, bank)

        assert await status_of(identity, user) == "awaiting_amount"

    async def test_and_asking_at_once_lead_to_one_step(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        await ask_bank(identity, bank)
        paid = await news(identity, "paid")
        await asyncio.gather(*(callback(identity, paid) for _ in range(5)), ask_bank(identity, bank))

        assert len(await identity.emitted(EmployerRemittanceMade)) == 1
        assert await status_of(identity, user) == "awaiting_amount"

    async def test_that_come_in_disorder_change_nothing_back(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        returned = await callback(identity, await news(identity, "returned", reason_code="returned"))
        for status in ("paid", "accepted", "failed"):
            assert (await callback(identity, await news(identity, status))).status_code == 204

        assert returned.status_code == 204
        assert await status_of(identity, user) == "remittance_failed"
        assert len(await identity.emitted(EmployerRemittanceFailed)) == 1

    async def test_of_orders_that_are_not_ours_change_nothing(self, identity: ServiceHarness) -> None:
        told = {"request_id": str(uuid4()), "remittance_id": "b-1", "status": "paid"}

        assert (await callback(identity, told)).status_code == 204
        assert await identity.everything_emitted() == []

    @pytest.mark.parametrize(
        "forgery",
        [{"key": b"another-key"}, {"age": 301}, {"age": -301}, {"sent": b'{"status": "paid"}'}],
        ids=["another key", "replayed later", "from the future", "another body"],
    )
    async def test_that_are_forged_are_refused(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, forgery: dict[str, Any]
    ) -> None:
        user = await employer_user(identity, texts)
        await submit_account(identity, user)
        refused = await callback(identity, await news(identity, "paid"), **forgery)

        assert (refused.status_code, refused.json()["code"]) == (404, "identity.callback_refused")
        assert await status_of(identity, user) == "remitting"

    @pytest.mark.parametrize(
        "signature",
        ["", "t=,v1=", "v1=00", "t=²,v1=00", "t=999999999999,v1=00", "t=99999999999999999999,v1=0", "=,,="],
    )
    async def test_with_a_malformed_signature_are_refused(self, identity: ServiceHarness, signature: str) -> None:
        headers = {b"Bank-Signature": signature.encode()}
        refused = await identity.client().post(CALLBACK, json={}, headers=headers)

        assert refused.status_code == 404

    async def test_that_cannot_be_read_are_refused(self, identity: ServiceHarness) -> None:
        assert (await callback(identity, {"request_id": "x"})).status_code == 422


class TestMoneyThatComesBack:
    async def test_while_the_amount_is_awaited_ends_the_attempt(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        amount = bank.amount()
        await callback(identity, await news(identity, "returned"))

        assert await status_of(identity, user) == "remittance_failed"
        assert (await enter(identity, user, verification, amount)).status_code == 409
        assert (await identity.client(centre).get("/v1/remittances")).json()["items"] == []

    async def test_after_the_verification_is_listed_for_the_centre_and_decides_nothing(
        self, identity: ServiceHarness, bank: Bank, texts: TextMessages, centre: CentreUser
    ) -> None:
        user = await employer_user(identity, texts)
        verification = await remitted(identity, bank, user)
        await enter(identity, user, verification, bank.amount())
        await callback(identity, await news(identity, "returned"))

        assert await status_of(identity, user) == "approved"
        [row] = (await identity.client(centre).get("/v1/remittances")).json()["items"]
        assert (row["verification_id"], row["status"]["label"]) == (verification, "已退汇")
        assert await identity.emitted(EmployerRemittanceFailed) == []
