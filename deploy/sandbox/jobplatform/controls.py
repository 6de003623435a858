"""Puts employers' accounts into the national job platform."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from deploy.sandbox.jobplatform.routes import JobPlatformAccountsDep
from deploy.sandbox.jobplatform.schemas import AccountDetails, JobPlatformAccount

router = APIRouter(prefix="/sandbox/jobplatform/accounts", tags=["jobplatform controls"])

AccountId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


@router.get("")
async def list_accounts(accounts: JobPlatformAccountsDep, limit: int = 1000) -> list[JobPlatformAccount]:
    """The accounts with their passwords, in the order in which they were put in."""
    return accounts.all()[: max(limit, 0)]


@router.get("/{account_id}")
async def show_account(account_id: AccountId, accounts: JobPlatformAccountsDep) -> JobPlatformAccount:
    """One account with its password; 404 when there is none."""
    account = accounts.get(account_id)
    if account is None:
        raise HTTPException(404, "no such account")
    return account


@router.put("/{account_id}")
async def put_account(
    account_id: AccountId, details: AccountDetails, accounts: JobPlatformAccountsDep
) -> JobPlatformAccount:
    """Adds the account or replaces what is known of it."""
    account = JobPlatformAccount(account_id=account_id, **details.model_dump())
    accounts.put(account)
    return account


@router.delete("", status_code=204)
async def forget_accounts(accounts: JobPlatformAccountsDep) -> None:
    """Forgets everybody."""
    accounts.clear()
