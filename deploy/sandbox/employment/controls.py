"""Puts accounts and graduates into 就业管理系统."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Query, Response
from pydantic import BaseModel

from deploy.sandbox.employment.routes import AccountsDep, GraduatesDep
from deploy.sandbox.employment.schemas import Account, AccountDetails, NewAccount, RowsRequest, SchoolCode, Username

router = APIRouter(prefix="/sandbox/employment", tags=["employment controls"])


class Stored(BaseModel):
    stored: int


class Changed(BaseModel):
    changed: int
    latest: int


@router.get("/accounts")
async def list_accounts(accounts: AccountsDep, limit: int = 1000) -> list[Account]:
    """The accounts with their passwords, in the order in which they were put in."""
    return accounts.all()[: max(limit, 0)]


@router.get("/accounts/{username}")
async def show_account(username: Username, accounts: AccountsDep) -> Account:
    """One account with its password; 404 when there is none."""
    account = accounts.get(username)
    if account is None:
        raise HTTPException(404, "no such account")
    return account


@router.post("/accounts")
async def put_accounts(items: Annotated[list[NewAccount], Body(max_length=20_000)], accounts: AccountsDep) -> Stored:
    """Adds or replaces accounts; one that is malformed refuses them all."""
    return Stored(stored=len(accounts.put(items)))


@router.put("/accounts/{username}")
async def put_account(username: Username, details: AccountDetails, accounts: AccountsDep) -> Account:
    """Adds the account or replaces what is known of it: closes it, moves it to another department, locks it."""
    [account] = accounts.put([NewAccount(username=username, **details.model_dump())])
    return account


@router.delete("/accounts", status_code=204)
async def forget_accounts(accounts: AccountsDep) -> None:
    """Forgets every account."""
    accounts.clear()


@router.post("/graduates")
async def put_graduates(given: RowsRequest, graduates: GraduatesDep) -> Changed:
    """Adds or replaces graduates of one school and 届; rows that say nothing new change nothing."""
    changed = graduates.put(given.school_code, given.cohort, given.rows)
    return Changed(changed=changed, latest=graduates.latest(given.school_code))


@router.delete("/graduates/{school_code}/{exam_number}", status_code=204)
async def remove_graduate(
    school_code: SchoolCode,
    exam_number: str,
    graduates: GraduatesDep,
    reason: Annotated[str, Query(min_length=1, max_length=200)] = "退学",
) -> Response:
    """Takes a graduate off the list; 404 when not on it."""
    graduates.remove(school_code, exam_number, reason)
    return Response(status_code=204)


@router.delete("/graduates", status_code=204)
async def forget_graduates(graduates: GraduatesDep) -> None:
    """Forgets every list and starts counting anew."""
    graduates.clear()
