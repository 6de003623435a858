"""Reads bank statements, delays payments, and sends money back."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from deploy.sandbox.bank.routes import LedgerDep
from deploy.sandbox.bank.schemas import News, StatementLine

router = APIRouter(prefix="/sandbox/bank", tags=["bank controls"])


class Delay(BaseModel):
    seconds: float = Field(ge=0, le=86_400, description="How long each step of a remittance takes from now on")


@router.get("/statement")
async def show_statement(ledger: LedgerDep, account: str = "") -> list[StatementLine]:
    """What account owners read on their statements, newest first, with the amounts."""
    return ledger.statement(account)


@router.put("/delay")
async def delay(given: Delay, ledger: LedgerDep) -> Delay:
    """How long the bank takes; remittances that are under way keep their time."""
    ledger.seconds = given.seconds
    return given


@router.post("/remittances/{remittance_id}/return")
async def give_back(remittance_id: str, ledger: LedgerDep) -> News:
    """The payment comes back, however long after it was made; the customer is told."""
    made = await ledger.give_back(remittance_id)
    if made is None:
        raise HTTPException(404, "no such remittance")
    return made.news()


@router.delete("", status_code=204)
async def forget(ledger: LedgerDep) -> None:
    """Forgets all remittances, and with them which request ids were used."""
    ledger.clear()
