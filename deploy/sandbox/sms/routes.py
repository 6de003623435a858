"""The SMS suppliers over HTTP."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from deploy.sandbox.failures import Failures, FailuresDep
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.sms.receipts import Receipts
from deploy.sandbox.sms.schemas import Accepted, Receipt, SendRequest, Supplier
from deploy.sandbox.sms.supplier import Outbox, SmsRefused


async def outbox_of(request: Request) -> Outbox:
    return request.app.state.outbox


async def receipts_of(request: Request) -> Receipts:
    return request.app.state.receipts


async def settings_of(request: Request) -> SandboxSettings:
    return request.app.state.settings


async def supplier_is_up(request: Request, supplier: Supplier) -> None:
    await request.app.state.failures.obey(f"sms-{supplier}")


async def has_key(
    supplier: Supplier,
    settings: Annotated[SandboxSettings, Depends(settings_of)],
    authorization: Annotated[str, Header()] = "",
) -> None:
    scheme, _, key = authorization.partition(" ")
    expected = settings.sms_key(supplier).get_secret_value()
    if scheme.lower() != "bearer" or not hmac.compare_digest(key.encode(), expected.encode()):
        raise SmsRefused(401, "INVALID_KEY", "Authorization: Bearer with the key of this supplier is required")


OutboxDep = Annotated[Outbox, Depends(outbox_of)]
ReceiptsDep = Annotated[Receipts, Depends(receipts_of)]

router = APIRouter(prefix="/sms", tags=["sms"], dependencies=[Depends(supplier_is_up), Depends(has_key)])


@router.post("/{supplier}/send")
async def send(
    supplier: Supplier, request: SendRequest, outbox: OutboxDep, receipts: ReceiptsDep, failures: FailuresDep
) -> Accepted:
    """Takes one message. The same `out_id` gets the same `message_id` and is sent once.

    Errors are `{code, message}`: 400 INVALID_MOBILE, INVALID_PARAMETER, REJECTED; 401 INVALID_KEY; 409 OUT_ID_REUSED;
    429 BUSINESS_LIMIT; 503 on demand.
    """
    _fail_on_demand(supplier, failures)
    message, is_new = outbox.take(supplier, request)
    if is_new:
        receipts.expect(message)
    return Accepted(message_id=message.message_id)


@router.get("/{supplier}/receipts/{message_id}")
async def show_receipt(supplier: Supplier, message_id: str, outbox: OutboxDep) -> Receipt:
    """What became of a message; for senders that missed the callback."""
    message = outbox.get(message_id)
    if message is None or message.supplier != supplier:
        raise SmsRefused(404, "NOT_FOUND", "no such message")
    return message.receipt()


def _fail_on_demand(supplier: Supplier, failures: Failures) -> None:
    failure = failures.take(f"sms-{supplier}", "reject", "limit")
    if failure is None:
        return
    if failure.mode == "limit":
        raise SmsRefused(429, "BUSINESS_LIMIT", "too many messages")
    raise SmsRefused(400, "REJECTED", "signature or template was not approved")
