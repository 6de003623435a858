"""What the bank tells of an order, by callback or when asked: either leads to the same single step."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.contracts.identity import EmployerRemittanceFailed, EmployerRemittanceMade
from common.logging import get_logger
from common.messaging.outbox import emit
from common.service import Context
from identity.employers.commands import hold
from identity.employers.queries import Employer
from identity.remittance import states, store
from identity.remittance.bank import BankNews
from identity.remittance.states import RemittanceStatus
from identity.verification.commands.moves import end, go_on, take_step
from identity.verification.queries import Verification, submission_of
from identity.verification.states import Bank, Case, FailureReason, VerificationAction

log = get_logger(__name__)


async def take_news(session: AsyncSession, context: Context, remittance_id: UUID, news: BankNews) -> None:
    """Believe the bank. Duplicates, late messages and orders that we do not know change nothing.

    What concerns an attempt that is over is only kept: a payment that comes back after the employer was verified is
    listed for the centre, which decides what it means.
    """
    seen = await store.remittance(session, remittance_id)
    if seen is None:
        log.warning("the bank told of an order that is not ours", remittance_id=str(remittance_id))
        return
    employer = await hold(session, seen.employer_id)
    remittance = await store.locked(session, remittance_id)
    if not states.is_news(RemittanceStatus(remittance.status), news.status):
        return
    now = clock.now()
    verification = await submission_of(session, remittance.employer_id, remittance.verification_id)
    if news.status is RemittanceStatus.ACCEPTED:
        await store.change(session, remittance_id, status=news.status, bank_id=news.remittance_id)
    elif news.status is RemittanceStatus.PAID:
        await _paid(session, context, remittance_id, news, employer, verification, now)
    else:
        await _failed(session, remittance_id, news, employer, verification, now)


async def _paid(
    session: AsyncSession,
    context: Context,
    remittance_id: UUID,
    news: BankNews,
    employer: Employer,
    verification: Verification,
    now: datetime,
) -> None:
    settings = context.settings.remittance
    waits = verification.decided_at is None
    answer_by = now + timedelta(days=settings.answer_days) if waits else None
    await store.change(
        session,
        remittance_id,
        status=news.status,
        bank_id=news.remittance_id,
        paid_at=news.paid_at or now,
        answer_by=answer_by,
        next_at=now + timedelta(minutes=settings.ask_minutes),
    )
    if answer_by is None:
        return
    employer, step = await take_step(session, employer, VerificationAction.PAY, Bank(), Case(), now)
    await go_on(session, verification, step, Bank(), now)
    made = EmployerRemittanceMade(
        employer_id=employer.id, name=employer.name, verification_id=verification.id, answer_by=answer_by
    )
    await emit(session, made, sequence=employer.version)


async def _failed(
    session: AsyncSession,
    remittance_id: UUID,
    news: BankNews,
    employer: Employer,
    verification: Verification,
    now: datetime,
) -> None:
    returned = news.status is RemittanceStatus.RETURNED
    reason = FailureReason.of_bank(news.reason_code or (FailureReason.RETURNED if returned else None))
    # An answer is no longer awaited; `paid_at` stays, because the money did go out.
    await store.change(
        session,
        remittance_id,
        status=news.status,
        bank_id=news.remittance_id or None,
        reason_code=reason,
        ended_at=now,
        returned_late=returned and verification.decided_at is not None,
        answer_by=None,
        next_at=None,
    )
    if verification.decided_at is not None:
        return
    employer, step = await take_step(session, employer, VerificationAction.FAIL_PAYMENT, Bank(), Case(), now)
    await end(session, verification, step, Bank(), now, reason_code=reason)
    failed = EmployerRemittanceFailed(
        employer_id=employer.id, name=employer.name, verification_id=verification.id, reason=f"{reason.label}。"
    )
    await emit(session, failed, sequence=employer.version)
