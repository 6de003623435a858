"""Reminding whoever is waited for. It changes nothing: no version, no history, an event of its own subject."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records import store
from agreements.records.states import Status
from agreements.records.states.reminders import Reminder, dispute_reminder_due, reminder_due, reminder_id
from agreements.records.tables import Agreement
from common import clock
from common.contracts.agreements import ReminderDue
from common.messaging.outbox import emit_all

WHOSE = (
    *("kind", "agreement_type", "employer_id", "employer_name", "graduate_id", "graduate_name", "school_code"),
    "cohort",
)


async def remind(session: AsyncSession, limit: int) -> int:
    """One batch of agreements on which a reminder is due. Returns how many. Any number of workers may do it at once:
    each takes rows that nobody else has, and says each reminder in the transaction that counts it."""
    now = clock.now()
    waits = [(row, _due(row, now)) for row in await store.reminders_due(session, now, limit)]
    await emit_all(session, [(_event(row, due, side), 1) for row, due in waits if due for side in _sides(row, due)])
    sent = [(row.id, due.number, due.next_at) if due else (row.id, row.reminders_sent, None) for row, due in waits]
    if sent:
        await store.set_reminders(session, sent)
    return len(sent)


def _due(agreement: Agreement, now: datetime) -> Reminder | None:
    if agreement.frozen_at is not None:
        return dispute_reminder_due(agreement.frozen_at, now)
    status, since = Status(agreement.status), agreement.waiting_since
    return reminder_due(status, agreement.review_step, since, agreement.deadline, now)


def _sides(agreement: Agreement, due: Reminder) -> tuple[str, ...]:
    """An employer that the graduate has typed in has nobody here."""
    return tuple(side for side in due.remind if side != "employer" or agreement.employer_id is not None)


def _event(agreement: Agreement, due: Reminder, side: str) -> ReminderDue:
    columns = {name: getattr(agreement, name) for name in (*WHOSE, "due_at")}
    since = agreement.frozen_at or agreement.waiting_since
    said = {
        "reminder_id": reminder_id(agreement.id, since, due.number, side),
        "agreement_id": agreement.id,
        "department": agreement.reviewing_department,
        "waiting_since": since,
        "matter": due.matter,
        "remind": side,
        "number": due.number,
        "overdue": due.overdue,
    }
    return ReminderDue.model_validate(columns | said)
