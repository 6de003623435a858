"""The remittances of the bank: taken once per request id, carried out a moment later, told to who asked."""

import asyncio
import hashlib
import hmac
import uuid

import httpx

from common import clock
from deploy.sandbox.bank.schemas import Order, Remittance, StatementLine, Status
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.store import Collection, Store

ATTEMPTS = 3
FAILS = {"0001": "wrong_account", "0002": "name_mismatch"}
COMES_BACK = "0003"
REFUSED = {"0004": "account_closed"}


class BankRefused(Exception):
    """The bank's error answer."""

    def __init__(self, status: int, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason_code, self.message = status, reason_code, message


class Ledger:
    def __init__(
        self, store: Store, settings: SandboxSettings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._remittances: Collection[Remittance] = store.collection("bank", Remittance, settings.keep_messages)
        self._settings, self._transport = settings, transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._by_request = {one.request_id: one.remittance_id for one in self._remittances.all()}
        self.seconds = settings.bank_payment_seconds
        """How long the bank takes over each step; a control changes it."""

    def take(self, order: Order) -> tuple[Remittance, bool]:
        """The remittance of this request id, and whether it is new.

        Raises BankRefused: the id was used for another order, or the account is closed.
        """
        earlier = self._remittances.get(self._by_request.get(order.request_id, ""))
        if earlier is not None:
            if (earlier.account, earlier.amount) != (order.account, order.amount):
                raise BankRefused(409, "request_id_reused", "request_id was used for another order")
            return earlier, False
        if order.account[-4:] in REFUSED:
            raise BankRefused(422, REFUSED[order.account[-4:]], "the account is closed")
        made = Remittance(**order.model_dump(), remittance_id=uuid.uuid4().hex, accepted_at=clock.now())
        self._remittances.put(made.remittance_id, made)
        self._by_request[order.request_id] = made.remittance_id
        return made, True

    def get(self, remittance_id: str) -> Remittance | None:
        return self._remittances.get(remittance_id)

    def statement(self, account: str = "") -> list[StatementLine]:
        """Money that arrived, newest first."""
        return [
            StatementLine(**one.model_dump(), returned=one.status == "returned")
            for one in self._remittances.newest_first()
            if one.paid_at is not None and account in ("", one.account)
        ]

    def clear(self) -> None:
        self._remittances.clear()
        self._by_request.clear()

    def unfinished(self) -> list[Remittance]:
        return [one for one in self._remittances.all() if one.status == "accepted"]

    def expect(self, remittance: Remittance) -> None:
        """Have it carried out, and told, a moment from now."""
        task = asyncio.create_task(self._carry_out(remittance.remittance_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until everything that is expected has happened."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Drop what is still expected; after a restart it is expected again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def give_back(self, remittance_id: str) -> Remittance | None:
        """The payee's bank sends the money back, however long after."""
        return await self._become(remittance_id, "returned", "returned")

    async def _carry_out(self, remittance_id: str) -> None:
        await asyncio.sleep(self.seconds)
        made = self._remittances.get(remittance_id)
        if made is None or made.status != "accepted":
            return
        ending = made.account[-4:]
        if ending in FAILS:
            await self._become(remittance_id, "failed", FAILS[ending])
            return
        await self._become(remittance_id, "paid")
        if ending == COMES_BACK:
            await asyncio.sleep(self.seconds)
            await self.give_back(remittance_id)

    async def _become(self, remittance_id: str, status: Status, reason_code: str | None = None) -> Remittance | None:
        made = self._remittances.get(remittance_id)
        if made is None:
            return None
        paid_at = clock.now() if status == "paid" else made.paid_at
        made = made.model_copy(update={"status": status, "reason_code": reason_code, "paid_at": paid_at})
        self._remittances.put(remittance_id, made)
        await self._tell(made)
        return made

    async def _tell(self, made: Remittance) -> None:
        if made.callback_url is None:
            return
        body = made.news().model_dump_json().encode()
        async with httpx.AsyncClient(transport=self._transport, timeout=5, trust_env=False) as client:
            for attempt in range(1, ATTEMPTS + 1):
                if await self._is_taken(client, str(made.callback_url), body):
                    return
                if attempt < ATTEMPTS:
                    await asyncio.sleep(self._settings.sms_receipt_retry_seconds)

    async def _is_taken(self, client: httpx.AsyncClient, url: str, body: bytes) -> bool:
        headers = {"Content-Type": "application/json", "Bank-Signature": self.sign(body)}
        try:
            response = await client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return response.is_success

    def sign(self, body: bytes) -> str:
        """`t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`."""
        moment = str(int(clock.now().timestamp()))
        key = self._settings.bank_callback_secret.get_secret_value().encode()
        return f"t={moment},v1={hmac.new(key, moment.encode() + b'.' + body, hashlib.sha256).hexdigest()}"
