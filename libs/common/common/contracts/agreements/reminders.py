"""What agreements says when somebody has been waited for."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.agreements.facts import AgreementType, Kind
from common.contracts.event import Event


class ReminderDue(Event):
    """Somebody is waited for. It changes nothing, so it is a subject of its own, said once."""

    type = "agreements.reminder.due.v1"
    subject_field: ClassVar[str] = "reminder_id"

    reminder_id: UUID
    agreement_id: UUID
    kind: Kind | None = None
    """None from senders that do not say it yet."""
    agreement_type: AgreementType | None = None
    matter: Literal[
        "invitation",
        "review",
        "correction",
        "confirmation",
        "upload",
        "edit",
        "rescission",
        "rescission_review",
        "dispute",
    ]
    remind: Literal["employer", "graduate", "department", "school"]
    number: int
    """Which reminder of this wait it is, from 1."""
    waiting_since: datetime
    due_at: datetime | None
    overdue: bool
    """From now on it stands in the school's list of what is overdue."""
    employer_id: UUID | None
    employer_name: str
    graduate_id: UUID
    graduate_name: str
    school_code: str
    department: str
    cohort: int
