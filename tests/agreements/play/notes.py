"""How the book of the guides is kept: what is noted when something was done."""

from datetime import datetime
from typing import Any

from tests.agreements.play.guides import WATCHED, Book, Favourite, Record, Stands
from tests.agreements.play.table import BINDS, REVIEWS

FREEZES = ("accept", "resubmit-sheet", "resubmit-supplement")


def invited(book: Book, number: str, kept: Favourite, deadline: datetime) -> None:
    """An invitation was sent. One that was not answered in time has expired by then, however late the clock is."""
    for each in book.records.values():
        same = (each.employer, each.graduate, each.status) == (kept.employer, kept.graduate, "awaiting_graduate")
        if same and not book.in_time(each):
            each.status = "expired"
    book.records[number] = Record(
        "online", kept.employer, kept.graduate, "awaiting_graduate", kept.known_as, deadline=deadline
    )


def submitted(book: Book, number: str, kind: str, employer: int | None, graduate: int, to: Stands) -> None:
    """A form was sent in."""
    known_as = book.roster[graduate].known_as
    new = Record(kind, employer, graduate, to.status, known_as, to.step, book.department_first)
    book.records[number] = new


def done(book: Book, number: str, role: str, verb: str, to: Stands) -> None:
    """Something was done with an agreement."""
    record = book.records[number]
    if verb in ("dispute", "dispute-without-proof"):
        record.disputed = True
    if verb in ("uphold-dispute", "dismiss-dispute"):
        record.disputed = False
    if verb == "dismiss-dispute":
        record.dismissed += 1
    if role == "graduate" and verb in ("request-rescission", "withdraw-rescission"):
        # 学生可提交解约申请次数: what was withdrawn does not count (guides/003 §3 ③).
        book.asked[record.graduate] = book.asked.get(record.graduate, 0) + (1 if verb.startswith("request") else -1)
    if verb in FREEZES and to.status in REVIEWS:
        record.department_first = book.department_first
        record.known_as, record.corrected = book.roster[record.graduate].known_as, ()
    record.status, record.step = to


def clock_ran(book: Book) -> int:
    """Unanswered invitations end. Returns how many."""
    late = [each for each in book.records.values() if each.status == "awaiting_graduate" and not book.in_time(each)]
    for each in late:
        each.status = "expired"
    return len(late)


def roster_changed(book: Book, graduate: int, **changes: Any) -> None:
    """The school corrects its list: 失效, or a mark for the school (guides/000 §4 note 2 and 4, §8)."""
    someone = book.roster[graduate]
    for name, value in changes.items():
        setattr(someone, name, value)
    own = [each for each in book.favourites if each.graduate == graduate and each.invalid is None]
    going_on = [each for each in book.going_on() if each.graduate == graduate]
    if someone.barred:
        for favourite in own:
            favourite.invalid = someone.barred
        for record in going_on:
            _invalidate(record)
        return
    for favourite in own:
        if favourite.known_as != someone.known_as:
            favourite.invalid = "identity_corrected"
    for record in going_on:
        if record.status == "awaiting_graduate" and record.known_as != someone.known_as:
            _invalidate(record)
        elif record.status in BINDS:
            facts = zip(WATCHED, record.known_as, someone.known_as, strict=True)
            record.corrected = tuple(title for title, before, now in facts if before != now)


def _invalidate(record: Record) -> None:
    record.status, record.step, record.disputed = "invalidated", None, False
