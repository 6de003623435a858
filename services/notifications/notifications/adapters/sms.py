"""Two SMS suppliers: the one that works is asked first, the other one takes over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

import httpx

from common import clock
from common.logging import get_logger
from notifications.adapters.faults import (
    DeliveryFault,
    InvalidRecipient,
    Misconfigured,
    QuotaReached,
    Retryable,
    SupplierUnavailable,
)
from notifications.adapters.http import ask, body_of
from notifications.metrics import SUPPLIER_SWITCHES
from notifications.settings import NotificationsSettings

log = get_logger(__name__)

SupplierName = Literal["a", "b"]
SUPPLIERS: tuple[SupplierName, ...] = ("a", "b")
FAULTS: dict[str, type[DeliveryFault]] = {"INVALID_MOBILE": InvalidRecipient, "BUSINESS_LIMIT": QuotaReached}


@dataclass(frozen=True)
class TextMessage:
    """One text message. `message_id` is ours: each supplier sends the same one once."""

    message_id: str
    mobile: str
    template: str
    params: dict[str, str]
    text: str


@dataclass(frozen=True)
class Taken:
    """A supplier has accepted the message; whether it arrives is told by its receipt."""

    supplier: SupplierName
    message_id: str


class NoSupplierTookIt(Exception):
    """Both suppliers failed. `only_this_number` tells that both have had enough of the number, not of us."""

    def __init__(self, faults: list[Retryable]) -> None:
        super().__init__(", ".join(fault.reason for fault in faults))
        self.only_this_number = all(isinstance(fault, QuotaReached) for fault in faults)


class SmsSuppliers:
    """Both suppliers, and which of them failed lately. The memory is this process's own."""

    def __init__(self, http: httpx.AsyncClient, settings: NotificationsSettings) -> None:
        self._http = http
        self._settings = settings
        self._ill_until: dict[SupplierName, datetime] = {}

    async def send(self, message: TextMessage) -> Taken:
        """Ask one after the other until one takes it.

        A supplier that did not answer in time may have taken it all the same; then the person gets the text twice,
        which is better than not at all.

        Raises:
            InvalidRecipient: the number is not one.
            NoSupplierTookIt: nobody took it.
        """
        faults: list[Retryable] = []
        for supplier in self._in_order():
            try:
                return Taken(supplier, await self._send(supplier, message))
            except Retryable as fault:
                self._remember(supplier, fault)
                faults.append(fault)
        raise NoSupplierTookIt(faults)

    def _in_order(self) -> list[SupplierName]:
        """Healthy ones first. An ill one is still asked when nobody else takes it."""
        now = clock.now()
        return sorted(SUPPLIERS, key=lambda name: self._ill_until.get(name, now) > now)

    def _remember(self, supplier: SupplierName, fault: Retryable) -> None:
        log.warning("supplier did not take a text message", supplier=supplier, reason=fault.reason)
        SUPPLIER_SWITCHES.labels(supplier).inc()
        if not isinstance(fault, QuotaReached):  # a limit is that of one number, the next number may pass
            self._ill_until[supplier] = clock.now() + timedelta(seconds=self._settings.sms_pause_seconds)

    async def _send(self, supplier: SupplierName, message: TextMessage) -> str:
        url, key = self._account(supplier)
        body = {
            "out_id": message.message_id,
            "mobile": message.mobile,
            "sign": self._settings.sms_sign,
            "template": message.template,
            "params": message.params,
            "text": message.text,
            "callback_url": self._callback_url(supplier),
        }
        headers = {"Authorization": f"Bearer {key}"}
        response = await ask(
            self._http, "POST", f"{url}/send", seconds=self._settings.sms_timeout_seconds, json=body, headers=headers
        )
        answer = body_of(response)
        if response.is_error:
            raise FAULTS.get(str(answer.get("code")), Misconfigured)(str(answer.get("code")))
        if "message_id" not in answer:
            raise SupplierUnavailable("no message_id")
        return str(answer["message_id"])

    def _account(self, supplier: SupplierName) -> tuple[str, str]:
        known = self._settings
        if supplier == "a":
            return known.sms_a_url, known.sms_a_key.get_secret_value()
        return known.sms_b_url, known.sms_b_key.get_secret_value()

    def _callback_url(self, supplier: SupplierName) -> str:
        key = urlencode({"key": self._settings.receipt_secret.get_secret_value()})
        return f"{self._settings.public_url}/v1/sms-receipts/{supplier}?{key}"
