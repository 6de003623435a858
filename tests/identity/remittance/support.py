"""The bank as tests see it, and employers who prove their account."""

from dataclasses import dataclass
from typing import Any

import httpx

from common.auth.actors import EmployerUser
from common.testing.harness import ServiceHarness
from deploy.sandbox.bank.ledger import Ledger
from tests.identity.support import upload

PATH = "/v1/employer/remittances"
ACCOUNT = "6222020200112233445"


@dataclass
class Bank:
    """The sandbox's bank."""

    ledger: Ledger
    client: httpx.AsyncClient
    reports: bool = False
    """Whether its callbacks arrive."""

    def serve(self, identity: ServiceHarness) -> None:
        """Let callbacks go to identity, while `reports` is on."""
        door = httpx.ASGITransport(identity.app)

        async def take(request: httpx.Request) -> httpx.Response:
            return await door.handle_async_request(request) if self.reports else httpx.Response(503)

        self.ledger._transport = httpx.MockTransport(take)

    async def fail(self, mode: str, **more: Any) -> None:
        """Make the bank fail."""
        assert (await self.client.put("/sandbox/failures/bank", json={"mode": mode, **more})).is_success

    def amount(self) -> str:
        """What the newest line of the statement says."""
        return self.ledger.statement()[0].amount


async def account_form(identity: ServiceHarness, user: EmployerUser, **changes: Any) -> dict[str, Any]:
    """对公账号 and a letter of the user's employer."""
    letter = await upload(identity, f"employer:{user.employer_id}", "authorisation_letter")
    return {"account": ACCOUNT, "bank_name": "中国工商银行北京中关村支行", "letter_file_id": letter, **changes}


async def submit_account(identity: ServiceHarness, user: EmployerUser, **changes: Any) -> str:
    """Submit an account. Returns the verification's id."""
    answer = await identity.client(user).post(PATH, json=await account_form(identity, user, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def ask_bank(identity: ServiceHarness, bank: Bank) -> None:
    """The bank is spoken to now, whenever that was due, and does what it will do."""
    await identity.rows("UPDATE remittances SET next_at = now() WHERE next_at IS NOT NULL RETURNING 1")
    await identity.run_job("remit")
    await bank.ledger.settle()


async def remitted(identity: ServiceHarness, bank: Bank, user: EmployerUser, **changes: Any) -> str:
    """Submit an account and have the money arrive. Returns the verification's id."""
    verification = await submit_account(identity, user, **changes)
    await ask_bank(identity, bank)
    await ask_bank(identity, bank)
    return verification


async def enter(identity: ServiceHarness, user: EmployerUser, verification: str, amount: str) -> httpx.Response:
    """Enter an amount."""
    return await identity.client(user).post(
        f"/v1/employer/verifications/{verification}/amount", json={"amount": amount}
    )


async def status_of(identity: ServiceHarness, user: EmployerUser) -> str:
    """Where the user's employer stands."""
    return (await identity.client(user).get("/v1/employer")).json()["status"]["code"]


def wrong(amount: str) -> str:
    """Another amount."""
    return "0.01" if amount != "0.01" else "0.02"
