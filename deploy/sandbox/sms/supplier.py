"""What the two suppliers took, and what they refuse."""

import re
import uuid
from collections.abc import Iterable

from pydantic import BaseModel

from common import clock
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.sms.schemas import SendRequest, Sms, Status, Supplier
from deploy.sandbox.store import Collection, Store

MOBILE = re.compile(r"^1[3-9]\d{9}$")


class SmsRefused(Exception):
    """A supplier's error answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class Unreachable(BaseModel):
    """A mobile that no message gets to."""

    mobile: str


class Outbox:
    """The messages of both suppliers, each out_id once per supplier."""

    def __init__(self, store: Store, settings: SandboxSettings) -> None:
        self._messages: Collection[Sms] = store.collection("sms", Sms, settings.keep_messages)
        self._unreachable: Collection[Unreachable] = store.collection("sms-unreachable", Unreachable)
        self._settings = settings
        self._by_out_id = {(m.supplier, m.out_id): m.message_id for m in self._messages.all()}

    def take(self, supplier: Supplier, request: SendRequest) -> tuple[Sms, bool]:
        """The message, and whether it is new.

        Raises SmsRefused: bad mobile, an out_id that was used for another mobile, more codes than one a minute.
        """
        if not MOBILE.match(request.mobile):
            raise SmsRefused(400, "INVALID_MOBILE", "mobile must be 11 digits of the Chinese mainland")
        earlier = self._earlier(supplier, request)
        if earlier is not None:
            return earlier, False
        self._keep_to_limit(supplier, request)
        now = clock.now()
        message = Sms(
            **request.model_dump(), message_id=uuid.uuid4().hex, supplier=supplier, sent_at=now, status_at=now
        )
        self._messages.put(message.message_id, message)
        self._by_out_id[(supplier, request.out_id)] = message.message_id
        return message, True

    def finish(self, message: Sms) -> Sms:
        """The carrier's answer: delivered, unless the mobile was declared unreachable."""
        status: Status = "UNDELIVERED" if self._unreachable.get(message.mobile) else "DELIVERED"
        done = message.model_copy(update={"status": status, "status_at": clock.now()})
        # A message that was deleted in the meantime must not come back.
        if self._messages.get(message.message_id) is not None:
            self._messages.put(message.message_id, done)
        return done

    def get(self, message_id: str) -> Sms | None:
        return self._messages.get(message_id)

    def unfinished(self) -> list[Sms]:
        return [message for message in self._messages.all() if message.status == "ACCEPTED"]

    def newest_first(self, mobile: str = "") -> Iterable[Sms]:
        return (message for message in self._messages.newest_first() if mobile in ("", message.mobile))

    def clear(self) -> None:
        self._messages.clear()
        self._by_out_id.clear()

    def declare_unreachable(self, mobile: str) -> None:
        self._unreachable.put(mobile, Unreachable(mobile=mobile))

    def declare_reachable(self, mobile: str) -> None:
        self._unreachable.remove(mobile)

    def _earlier(self, supplier: Supplier, request: SendRequest) -> Sms | None:
        earlier = self._messages.get(self._by_out_id.get((supplier, request.out_id), ""))
        if earlier is not None and earlier.mobile != request.mobile:
            raise SmsRefused(409, "OUT_ID_REUSED", "out_id was used for another mobile")
        return earlier

    def _keep_to_limit(self, supplier: Supplier, request: SendRequest) -> None:
        """Counted in natural minutes and per supplier, as the real ones do (their limits differ in size)."""
        if not self._settings.sms_limit_verification or not self._is_code(request.template):
            return
        this_minute = clock.now().replace(second=0, microsecond=0)
        for message in self._messages.newest_first():
            if message.sent_at < this_minute:
                return
            if message.supplier == supplier and message.mobile == request.mobile and self._is_code(message.template):
                raise SmsRefused(429, "BUSINESS_LIMIT", "one verification message per mobile and minute")

    def _is_code(self, template: str) -> bool:
        return template.startswith(self._settings.sms_verification_prefix)
