"""Speaking to the bank by the clock: handing orders in, and asking what became of them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.cancelling import stop_if_cancelled
from common.logging import get_logger
from common.service import Context
from identity.remittance import states, store
from identity.remittance.bank import BankClient, BankNews, BankRefused, Order
from identity.remittance.commands.news import take_news
from identity.remittance.states import RemittanceStatus
from identity.remittance.tables import ACCOUNT_FIELD, AMOUNT_FIELD, Remittance

log = get_logger(__name__)


async def talk_to_the_bank(session: AsyncSession, context: Context) -> int:
    """Hand in, or ask about, the orders that are due. Returns how many.

    The claim is committed before the bank is spoken to. Whoever dies in between leaves orders that are due again when
    the lease ends; the bank takes a request id once, so that money goes out once.
    """
    settings, now = context.settings.remittance, clock.now()
    async with context.database.transaction() as claiming:
        lease = now + timedelta(seconds=settings.lease_seconds)
        batch = await store.claim_due(claiming, now, lease, settings.batch)
    for remittance in batch:
        await _talk(context, remittance)
    return len(batch)


async def _talk(context: Context, remittance: Remittance) -> None:
    """One order, in a transaction of its own: what goes wrong with one holds up no other."""
    try:
        news = await _ask(context, remittance)
        async with context.database.transaction() as own:
            if news is not None:
                await take_news(own, context, remittance.id, news)
            await _ask_again(own, context, remittance)
    except Exception as fault:
        stop_if_cancelled()
        log.warning("the bank was not reached", remittance_id=str(remittance.id), reason=type(fault).__name__)
        async with context.database.transaction() as own:
            await store.change(own, remittance.id, next_at=clock.now() + states.pause_after(remittance.sendings))


async def _ask(context: Context, remittance: Remittance) -> BankNews | None:
    bank = BankClient(context.http, context.settings)
    if remittance.bank_id is not None:
        return await bank.remittance(remittance.bank_id)
    cipher = context.resources.cipher
    order = Order(
        request_id=remittance.id,
        payee=remittance.payee,
        account=cipher.decrypt(remittance.account, ACCOUNT_FIELD),
        bank_name=remittance.bank_name,
        bank_code=remittance.bank_code,
        amount=cipher.decrypt(remittance.amount, AMOUNT_FIELD),
        callback_url=context.settings.bank_callback_url or None,
    )
    try:
        return await bank.remit(order)
    except BankRefused as refused:
        # The bank will not take this order whatever we do: that is an answer, and the employer must hear of it.
        return BankNews(remittance_id="", status=RemittanceStatus.FAILED, reason_code=refused.reason_code)


async def _ask_again(session: AsyncSession, context: Context, remittance: Remittance) -> None:
    known = await store.locked(session, remittance.id)
    await store.change(session, remittance.id, next_at=_next(context, known, clock.now()))


def _next(context: Context, known: Remittance, now: datetime) -> datetime | None:
    settings = context.settings.remittance
    if known.status in (RemittanceStatus.FAILED, RemittanceStatus.RETURNED, RemittanceStatus.CANCELLED):
        return None
    if known.paid_at is not None and now >= known.paid_at + timedelta(days=settings.return_days):
        return None
    if known.status == RemittanceStatus.PAID:
        return now + timedelta(minutes=settings.ask_minutes)
    return min(now + states.pause_after(known.sendings), now + timedelta(minutes=settings.ask_minutes))
