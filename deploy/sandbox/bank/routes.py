"""The bank over HTTP."""

import base64
import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from deploy.sandbox.bank.ledger import BankRefused, Ledger
from deploy.sandbox.bank.schemas import News, Order
from deploy.sandbox.failures import FailuresDep, obeys


async def ledger_of(request: Request) -> Ledger:
    return request.app.state.bank_ledger


async def is_customer(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    settings = request.app.state.settings
    pair = f"{settings.bank_client_id}:{settings.bank_client_secret.get_secret_value()}".encode()
    expected = f"Basic {base64.b64encode(pair).decode()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise BankRefused(401, "unknown_customer", "HTTP Basic with client id and secret is required")


LedgerDep = Annotated[Ledger, Depends(ledger_of)]

router = APIRouter(prefix="/bank", tags=["bank"], dependencies=[Depends(obeys("bank")), Depends(is_customer)])


@router.post("/api/v1/remittances", status_code=202)
async def remit(order: Order, ledger: LedgerDep, failures: FailuresDep) -> News:
    """Takes one remittance; the same request id gets the same remittance and is paid once.

    Accounts ending in 0001 fail with wrong_account, 0002 with name_mismatch, 0003 are paid and come back, 0004 are
    refused with account_closed. Errors are `{reason_code, message}`: 401, 409 request_id_reused, 422, 429, 503.
    """
    failure = failures.take("bank", "reject", "limit")
    if failure is not None and failure.mode == "limit":
        raise BankRefused(429, "too_many_requests", "too many requests")
    if failure is not None:
        raise BankRefused(422, "bank_refused", "the bank does not carry out this order")
    made, is_new = ledger.take(order)
    if is_new:
        ledger.expect(made)
    return made.news()


@router.get("/api/v1/remittances/{remittance_id}")
async def show_remittance(remittance_id: str, ledger: LedgerDep) -> News:
    """What became of a remittance; for customers that missed the callback."""
    made = ledger.get(remittance_id)
    if made is None:
        raise BankRefused(404, "not_found", "no such remittance")
    return made.news()
