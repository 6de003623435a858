"""Every wait has a clock (decisions): when it is overdue, and when whoever is waited for is reminded. Pure.

Nothing is ever approved by a clock, and a late clock changes no outcome: only an invitation ends by itself, and its
answer checks the deadline.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.records.states.statuses import IN_REVIEWS, Status
from common.clock import shanghai_date, shanghai_midnight

REVIEW_WORKING_DAYS = 5
CORRECTION_WORKING_DAYS = 5
DISPUTE_WORKING_DAYS = 5
UPLOAD_DAYS = 30
RESCISSION_ANSWER_DAYS = (3, 7, 14)
"""Reminders to the other side; from the last one on it is listed for the school. There is no end (guides/004 §5.2)."""
BEFORE_DEADLINE = timedelta(days=1)
"""An invitation's reminder goes out so long before its deadline."""


@dataclass(frozen=True)
class Wait:
    """A wait that has just begun."""

    since: datetime
    due_at: datetime | None
    """From then on it is overdue; None where nobody is waited for."""
    reminders: tuple[datetime, ...] = ()
    """When whoever is waited for is reminded."""


_RETURNED = (
    Status.CORRECTION,
    Status.CONFIRMING,
    Status.SHEET_RETURNED,
    Status.SUPPLEMENT_DRAFT,
    Status.SUPPLEMENT_RETURNED,
    Status.COPY_REFUSED,
    Status.RESCISSION_RETURNED,
)
_ANSWERS = (Status.RESCISSION_AWAITING_GRADUATE, Status.RESCISSION_AWAITING_EMPLOYER)


def deadline_of(sent_at: datetime, valid_days: int) -> datetime:
    """应约截止时间: midnight, Asia/Shanghai, after that many whole days; the day of the invitation is not counted
    (guides/003 fig 10 and 11). Weekends and holidays do not move it. Computed once, then stored."""
    return shanghai_midnight(shanghai_date(sent_at) + timedelta(days=valid_days + 1))


def wait_in(status: Status, since: datetime, deadline: datetime | None) -> Wait:
    """The wait that begins when an agreement reaches a status.

    Args:
        deadline: 应约截止时间 of an invitation.
    """
    if status is Status.AWAITING_GRADUATE and deadline is not None:
        reminder = deadline - BEFORE_DEADLINE
        return Wait(since, deadline, (reminder,) if reminder > since else ())
    if status in _ANSWERS:
        days = tuple(since + timedelta(days=days) for days in RESCISSION_ANSWER_DAYS)
        return Wait(since, days[-1], days)
    if status in IN_REVIEWS:
        due = working_days_after(since, REVIEW_WORKING_DAYS)
        return Wait(since, due, (due,))
    if status in _RETURNED:
        due = working_days_after(since, CORRECTION_WORKING_DAYS)
        return Wait(since, due, (due,))
    if status is Status.SHEET_PASSED:
        due = shanghai_midnight(shanghai_date(since) + timedelta(days=UPLOAD_DAYS + 1))
        return Wait(since, due, (due,))
    return Wait(since, None)


def due_of_dispute(frozen_at: datetime) -> datetime:
    """When the school has let a case of “这不是我签的” lie too long; while it is open no other clock runs."""
    return working_days_after(frozen_at, DISPUTE_WORKING_DAYS)


def working_days_after(since: datetime, days: int) -> datetime:
    """Midnight, Asia/Shanghai, after that many whole days from Monday to Friday; the first day is not counted."""
    day = shanghai_date(since)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return shanghai_midnight(day + timedelta(days=1))
