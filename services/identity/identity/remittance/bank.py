"""The bank over HTTP: orders, what became of them, and the proof that a callback is the bank's."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import httpx
from pydantic import AwareDatetime, BaseModel, ValidationError

from common.errors import Unavailable
from common.logging import get_logger
from identity.remittance.states import RemittanceStatus
from identity.settings import IdentitySettings

log = get_logger(__name__)

REMITTANCES = "/api/v1/remittances"


class BankUnavailable(Unavailable):
    """No answer that can be used; the order may have been taken all the same."""

    code = "identity.bank_unavailable"
    title = "银行暂时没有响应"


class BankRefused(Exception):
    """The bank will not take this order, now or later."""

    def __init__(self, reason_code: str | None) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


class BankNews(BaseModel, frozen=True):
    """What the bank says of an order."""

    remittance_id: str
    status: RemittanceStatus
    reason_code: str | None = None
    paid_at: AwareDatetime | None = None


class Callback(BankNews):
    """The same, told unasked: `request_id` is our order."""

    request_id: UUID


class Order(BaseModel, frozen=True):
    """What the bank is to do. Sending the same request id again orders nothing new."""

    request_id: UUID
    payee: str
    account: str
    bank_name: str
    bank_code: str | None
    amount: str
    callback_url: str | None


@dataclass(frozen=True)
class BankClient:
    """This platform as a customer of the bank."""

    http: httpx.AsyncClient
    settings: IdentitySettings

    async def remit(self, order: Order) -> BankNews:
        """Order a remittance.

        Raises:
            BankRefused: the bank refuses this order for good.
            BankUnavailable: no answer that can be used; order again under the same request id.
        """
        answer = await self._ask("POST", REMITTANCES, order.model_dump(mode="json"))
        if answer.status_code == 422:
            raise BankRefused(_reason(answer))
        return _read(answer)

    async def remittance(self, bank_id: str) -> BankNews:
        """What became of an order.

        Raises:
            BankUnavailable: no answer that can be used.
        """
        return _read(await self._ask("GET", f"{REMITTANCES}/{bank_id}"))

    async def _ask(self, method: str, path: str, body: dict[str, object] | None = None) -> httpx.Response:
        settings = self.settings
        login = (settings.bank_client_id, settings.bank_client_secret.get_secret_value())
        try:
            answer = await self.http.request(method, f"{settings.bank_url}{path}", json=body, auth=login)
        except httpx.HTTPError as fault:
            log.warning("the bank does not answer", method=method, reason=type(fault).__name__)
            raise BankUnavailable from fault
        if answer.status_code == 429 or answer.is_server_error:
            log.warning("the bank cannot serve us now", method=method, status=answer.status_code)
            raise BankUnavailable
        return answer


def is_from_bank(settings: IdentitySettings, signature: str, body: bytes, now: datetime) -> bool:
    """Whether a callback is the bank's and fresh: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`.

    A copy that is sent again within the tolerance says nothing new, and news are taken once.
    """
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment = parts.get("t", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return False
    # As numbers: twelve digits may name a year that no datetime has.
    age = abs(now.timestamp() - int(moment))
    if age > settings.remittance.callback_tolerance_seconds:
        return False
    key = settings.bank_callback_secret.get_secret_value().encode()
    expected = hmac.new(key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), parts.get("v1", "").encode())


def _read(answer: httpx.Response) -> BankNews:
    try:
        return BankNews.model_validate_json(answer.raise_for_status().content)
    except (httpx.HTTPStatusError, ValidationError) as fault:
        log.error("the bank answered what cannot be read", status=answer.status_code)
        raise BankUnavailable from fault


def _reason(answer: httpx.Response) -> str | None:
    try:
        found = answer.json().get("reason_code")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
