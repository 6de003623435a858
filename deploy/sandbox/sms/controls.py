"""Reads and forgets what the SMS suppliers took."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query

from deploy.sandbox.sms.routes import OutboxDep
from deploy.sandbox.sms.schemas import Sms

Mobile = Annotated[str, Path(pattern=r"^1[3-9]\d{9}$")]

router = APIRouter(prefix="/sandbox/sms", tags=["sms controls"])


@router.get("")
async def list_messages(
    outbox: OutboxDep, mobile: str = "", limit: Annotated[int, Query(ge=1, le=10_000)] = 200
) -> list[Sms]:
    """What was sent by both suppliers, newest first; codes are in `params` and `text`."""
    return list(islice(outbox.newest_first(mobile), limit))


@router.delete("", status_code=204)
async def forget_messages(outbox: OutboxDep) -> None:
    """Forgets all messages, and with them which out_ids were used."""
    outbox.clear()


@router.put("/unreachable/{mobile}", status_code=204)
async def make_unreachable(mobile: Mobile, outbox: OutboxDep) -> None:
    """From now on messages to this mobile end as UNDELIVERED."""
    outbox.declare_unreachable(mobile)


@router.delete("/unreachable/{mobile}", status_code=204)
async def make_reachable(mobile: Mobile, outbox: OutboxDep) -> None:
    """The mobile gets messages again."""
    outbox.declare_reachable(mobile)
