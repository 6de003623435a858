"""The guides once more, as small as they can be said: what each side may do with an agreement, and where that leads.

Written from the guides and independently of the services' tables; it knows neither HTTP nor a database. Roles are
`employer`, `graduate`, `department`, `school`; an agreement's own employer and graduate, and their school.
"""

from dataclasses import dataclass, field
from datetime import datetime

GRADUATES_REVIEWERS = ("department", "school")

REVIEWS = {
    # in review: passed by the school, rejected, returned (guides/003 §5–7)
    "in_review": ("signed", "rejected", "correction"),
    "sheet_in_review": ("sheet_passed", "sheet_rejected", "sheet_returned"),
    "copy_in_review": ("signed", "copy_refused", "copy_refused"),
    "supplement_in_review": ("signed", "supplement_rejected", "supplement_returned"),
}
RESCISSION_REVIEWS = {
    "rescission_in_review": ("rescinded", "rescission_rejected", None),
    "rescission_requested": ("rescinded", "rescission_rejected", "rescission_returned"),
}
IN_REVIEW = {**REVIEWS, **RESCISSION_REVIEWS}
FAILED_RESCISSIONS = ("rescission_declined_by_graduate", "rescission_declined_by_employer", "rescission_rejected")
STANDS = (
    "signed",
    *FAILED_RESCISSIONS,
    "rescission_awaiting_graduate",
    "rescission_awaiting_employer",
    "rescission_in_review",
    "rescission_requested",
    "rescission_returned",
)
BINDS = (*REVIEWS, "correction", "confirming", "sheet_passed", "copy_refused", *STANDS)
"""A graduate has one of these at most."""
GOES_ON = ("awaiting_graduate", "sheet_returned", "supplement_draft", "supplement_returned", *BINDS)
"""Whatever has not ended."""

MOVES: dict[tuple[str, str, str], str] = {
    # guides/000 §5, 004 §4, and what decisions add
    ("awaiting_graduate", "graduate", "accept"): "in_review",
    ("awaiting_graduate", "graduate", "decline"): "declined",
    ("awaiting_graduate", "employer", "withdraw-invitation"): "withdrawn",
    ("awaiting_graduate", "employer", "amend-invitation"): "awaiting_graduate",
    ("correction", "employer", "correct"): "confirming",
    ("confirming", "graduate", "confirm-correction"): "in_review",
    ("confirming", "graduate", "refuse-correction"): "correction",
    ("correction", "school", "reject"): "rejected",
    ("confirming", "school", "reject"): "rejected",
    # guides/003 §5.2
    ("sheet_returned", "graduate", "resubmit-sheet"): "sheet_in_review",
    ("sheet_passed", "graduate", "upload-copy"): "copy_in_review",
    ("copy_refused", "graduate", "upload-copy"): "copy_in_review",
    # guides/003 §6, 004 §7
    ("supplement_in_review", "graduate", "withdraw-supplement"): "supplement_draft",
    ("supplement_draft", "graduate", "resubmit-supplement"): "supplement_in_review",
    ("supplement_returned", "graduate", "resubmit-supplement"): "supplement_in_review",
    # guides/000 §6, 003 §7, 004 §5
    ("rescission_awaiting_graduate", "graduate", "agree-rescission"): "rescission_in_review",
    ("rescission_awaiting_graduate", "graduate", "decline-rescission"): "rescission_declined_by_graduate",
    ("rescission_awaiting_graduate", "employer", "withdraw-rescission"): "signed",
    ("rescission_awaiting_employer", "employer", "agree-rescission"): "rescission_in_review",
    ("rescission_awaiting_employer", "employer", "decline-rescission"): "rescission_declined_by_employer",
    ("rescission_awaiting_employer", "graduate", "withdraw-rescission"): "signed",
    ("rescission_awaiting_employer", "school", "force-rescission"): "rescinded",
    # guides/003 §7.2, 004 §6
    ("rescission_returned", "graduate", "resubmit-rescission"): "rescission_requested",
    ("rescission_returned", "graduate", "withdraw-rescission"): "signed",
    **{
        (status, "graduate", "discard"): "discarded"
        for status in (
            "sheet_in_review",
            "sheet_returned",
            "sheet_passed",
            "copy_in_review",
            "copy_refused",
            "supplement_draft",
            "supplement_returned",
        )
    },
    **{(status, "school", "void"): "voided" for status in STANDS},
}
BEFORE_THE_DEADLINE = ("accept", "decline", "withdraw-invitation", "amend-invitation")
NEEDS_OPEN_SIGNING = ("accept", "amend-invitation")
BINDING = ("accept", "resubmit-sheet", "resubmit-supplement")
"""The graduate must not be bound elsewhere."""
VERBS = (
    *dict.fromkeys(verb for _, _, verb in MOVES),
    "pass",
    "reject",
    "return",
    "request-rescission",
    "pass-rescission",
    "reject-rescission",
    "return-rescission",
    "dispute",
    "uphold-dispute",
    "dismiss-dispute",
)


@dataclass
class Record:
    """One agreement, as the guides would note it."""

    kind: str
    employer: int | None
    """Its number; None where it was typed in."""
    graduate: int
    status: str
    step: str | None = None
    department_first: bool = True
    deadline: datetime | None = None
    disputed: bool = False


@dataclass
class Book:
    """Everything that matters to the guides."""

    now: datetime
    signing_open: bool = True
    supplement_open: bool = True
    department_first: bool = True
    limit: int = 2
    gone: set[int] = field(default_factory=set)
    """Graduates who have left the roster."""
    records: dict[str, Record] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    """Requests of each graduate to rescind, without those withdrawn."""

    def binds(self, graduate: int, but: str | None = None) -> bool:
        """Whether the graduate is bound by an agreement besides this one."""
        return any(
            record.graduate == graduate and record.status in BINDS and number != but
            for number, record in self.records.items()
        )

    def may_invite(self, employer: int, graduate: int) -> bool:
        """Open signing, on the roster, and nothing running between the two."""
        if not self.signing_open or graduate in self.gone:
            return False
        return not any(
            record.status in BINDS or (record.status == "awaiting_graduate" and self._in_time(record))
            for record in self.records.values()
            if (record.employer, record.graduate) == (employer, graduate)
        )

    def may_submit(self, kind: str, graduate: int) -> bool:
        """An offline agreement or a supplement."""
        open_now = self.signing_open if kind == "offline" else self.supplement_open
        return open_now and graduate not in self.gone and not self.binds(graduate)

    def after(self, number: str, role: str, verb: str) -> tuple[str, str | None] | None:
        """Where it leads, status and step, if the guides allow it."""
        record = self.records[number]
        if verb in ("uphold-dispute", "dismiss-dispute"):
            return self._after_dispute(record, role, verb)
        if record.disputed:
            return None
        if verb == "dispute":
            return (record.status, record.step) if role == "graduate" and record.status in BINDS else None
        if verb.removesuffix("-rescission") in ("pass", "reject", "return") and record.status in IN_REVIEW:
            return self._after_review(record, role, verb)
        if verb == "request-rescission":
            return self._after_request(record, role)
        return self._after_move(number, record, role, verb)

    def _after_dispute(self, record: Record, role: str, verb: str) -> tuple[str, str | None] | None:
        if role != "school" or not record.disputed:
            return None
        return ("voided", None) if verb == "uphold-dispute" else (record.status, record.step)

    def _after_review(self, record: Record, role: str, verb: str) -> tuple[str, str | None] | None:
        of_rescission = verb.endswith("-rescission")
        if role != record.step or of_rescission != (record.status in RESCISSION_REVIEWS):
            return None
        passed, rejected, returned = IN_REVIEW[record.status]
        match verb.removesuffix("-rescission"):
            case "pass":
                return (record.status, "school") if record.step == "department" else (passed, None)
            case "reject":
                return rejected, None
            case _:
                return (returned, None) if returned else None

    def _after_request(self, record: Record, role: str) -> tuple[str, str | None] | None:
        if role not in ("employer", "graduate") or record.status not in ("signed", *FAILED_RESCISSIONS):
            return None
        if role == "graduate" and self.asked.get(record.graduate, 0) >= self.limit:
            return None
        if record.kind != "online":
            return self._reviewed("rescission_requested") if role == "graduate" else None
        return ("rescission_awaiting_graduate" if role == "employer" else "rescission_awaiting_employer"), None

    def _after_move(self, number: str, record: Record, role: str, verb: str) -> tuple[str, str | None] | None:
        target = MOVES.get((record.status, role, verb))
        if target is None:
            return None
        late = verb in BEFORE_THE_DEADLINE and not self._in_time(record)
        closed = verb in NEEDS_OPEN_SIGNING and not self.signing_open
        drafted = record.status == "supplement_draft" and verb == "resubmit-supplement"
        closed = closed or (drafted and not self.supplement_open)
        bound = verb in BINDING and self.binds(record.graduate, but=number)
        withdrawn = verb == "withdraw-supplement" or (verb == "discard" and record.status in IN_REVIEW)
        begun = withdrawn and record.department_first and record.step == "school"
        if late or closed or bound or begun:
            return None
        if verb == "confirm-correction" or verb == "upload-copy":
            return target, "department" if record.department_first else "school"
        return self._reviewed(target) if target in IN_REVIEW else (target, None)

    def _reviewed(self, status: str) -> tuple[str, str | None]:
        return status, "department" if self.department_first else "school"

    def _in_time(self, record: Record) -> bool:
        return record.deadline is None or self.now < record.deadline

    def note(self, number: str, role: str, verb: str, to: tuple[str, str | None]) -> None:
        """It was done."""
        record = self.records[number]
        if verb == "dispute":
            record.disputed = True
        if verb in ("uphold-dispute", "dismiss-dispute"):
            record.disputed = False
        if role == "graduate" and verb == "request-rescission":
            self.asked[record.graduate] = self.asked.get(record.graduate, 0) + 1
        if role == "graduate" and verb == "withdraw-rescission":
            self.asked[record.graduate] -= 1
        begins = to[0] in IN_REVIEW and verb in ("accept", "resubmit-sheet", "resubmit-supplement")
        if begins:
            record.department_first = self.department_first
        record.status, record.step = to

    def time_passes(self, now: datetime) -> None:
        """Unanswered invitations end."""
        self.now = now
        for record in self.records.values():
            if record.status == "awaiting_graduate" and not self._in_time(record):
                record.status = "expired"

    def leaves(self, graduate: int) -> None:
        """The graduate is taken off the roster: 失效 (guides/000 §8)."""
        self.gone.add(graduate)
        for record in self.records.values():
            if record.graduate == graduate and record.status in GOES_ON:
                record.status, record.step, record.disputed = "invalidated", None, False
