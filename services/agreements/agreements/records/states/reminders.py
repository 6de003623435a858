"""Who is reminded of what, and which of a wait's reminders is due. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from agreements.records.states.statuses import Status
from agreements.records.states.waiting import due_of_dispute, wait_in

SAID_ONCE = UUID("6f0d3c1e-2f6b-5c0e-9a44-6d6f1b9f7a21")
"""Under which a reminder's id is made from what it is about: said again after a rollback, it is the same."""


@dataclass(frozen=True)
class Reminder:
    """One that is due."""

    matter: str
    remind: tuple[str, ...]
    """Who, and of both sides only those whom the platform knows are there to be reminded."""
    number: int
    """Which of this wait it is, from 1."""
    overdue: bool
    next_at: datetime | None
    """When the one after it is due."""


def reminder_due(
    status: Status, step: str | None, since: datetime, deadline: datetime | None, now: datetime
) -> Reminder | None:
    """The latest reminder of a wait whose time has come. Those that a late clock has missed are not said after it.

    Args:
        step: the review step; None outside a review.
        deadline: 应约截止时间 of an invitation; once it has passed there is nothing to be reminded of.

    Returns: None if nobody is to be reminded now.
    """
    wait = wait_in(status, since, deadline)
    number = sum(at <= now for at in wait.reminders)
    ended = status is Status.AWAITING_GRADUATE and deadline is not None and deadline <= now
    if number == 0 or ended:
        return None
    matter, sides = MATTERS[status]
    return Reminder(
        matter=matter,
        remind=sides or ((step,) if step else ()),
        number=number,
        overdue=wait.due_at is not None and wait.reminders[number - 1] >= wait.due_at,
        next_at=wait.reminders[number] if number < len(wait.reminders) else None,
    )


def dispute_reminder_due(frozen_at: datetime, now: datetime) -> Reminder | None:
    """The one reminder of a case of “这不是我签的”, which the school has let lie too long; no other clock runs then.

    Returns: None if nobody is to be reminded now.
    """
    if now < due_of_dispute(frozen_at):
        return None
    return Reminder(matter="dispute", remind=("school",), number=1, overdue=True, next_at=None)


def reminder_id(agreement_id: UUID, since: datetime, number: int, remind: str) -> UUID:
    """The same for the same reminder of the same wait to the same side, whoever says it."""
    return uuid5(SAID_ONCE, f"{agreement_id}:{since.timestamp():.6f}:{number}:{remind}")


REVIEWER = None
GRADUATE, EMPLOYER = ("graduate",), ("employer",)
BOTH = GRADUATE + EMPLOYER
"""Either side can upload the sealed copy."""
MATTERS: Mapping[Status, tuple[str, tuple[str, ...] | None]] = {
    Status.AWAITING_GRADUATE: ("invitation", GRADUATE),
    Status.IN_REVIEW: ("review", REVIEWER),
    Status.SHEET_IN_REVIEW: ("review", REVIEWER),
    Status.COPY_IN_REVIEW: ("review", REVIEWER),
    Status.SUPPLEMENT_IN_REVIEW: ("review", REVIEWER),
    Status.CORRECTION: ("correction", EMPLOYER),
    Status.CONFIRMING: ("confirmation", GRADUATE),
    Status.SHEET_RETURNED: ("edit", GRADUATE),
    Status.SUPPLEMENT_DRAFT: ("edit", GRADUATE),
    Status.SUPPLEMENT_RETURNED: ("edit", GRADUATE),
    Status.RESCISSION_RETURNED: ("edit", GRADUATE),
    Status.SHEET_PASSED: ("upload", BOTH),
    Status.COPY_REFUSED: ("upload", BOTH),
    Status.RESCISSION_AWAITING_GRADUATE: ("rescission", GRADUATE),
    Status.RESCISSION_AWAITING_EMPLOYER: ("rescission", EMPLOYER),
    Status.RESCISSION_IN_REVIEW: ("rescission_review", REVIEWER),
    Status.RESCISSION_REQUESTED: ("rescission_review", REVIEWER),
}
"""Of a review whoever's step it is is reminded."""
