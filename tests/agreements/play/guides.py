"""What the guides would note of everything that happens, and what must come of it. No HTTP, no database.

An answer is `Stands`, or the name of the rule that refuses; `wrong_role`, `invalid` and `no_such_agreement` are the
refusals that no rule of signing gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from tests.agreements.play.table import (
    BINDS,
    GOES_ON,
    INVITATION,
    REVIEWS,
    ROLES,
    SIGNING_FAILED,
    SUBMISSION,
    Line,
    lines_of,
    roles_of,
    shown_to,
    verbs_of,
)

MOST_DISPUTES = 3
WATCHED = ("姓名", "学历层次")
"""What the play's school corrects (guides/000 §4 note 2)."""
ENDS_DISPUTE = ("uphold-dispute", "dismiss-dispute")


class Stands(NamedTuple):
    """Where it stands, and whose turn it is if it is reviewed."""

    status: str
    step: str | None


@dataclass
class Rostered:
    """A graduate as the school's list has them."""

    known_as: tuple[str, str]
    """Name and level."""
    may_sign: bool = True
    on_roster: bool = True
    elsewhere: bool = False
    """In another department now, which reads and reviews whatever there is."""

    @property
    def barred(self) -> str | None:
        """Why nothing goes on, if so (guides/000 §8)."""
        if not self.on_roster:
            return "left_roster"
        return None if self.may_sign else "may_not_sign"


@dataclass
class Favourite:
    """A frozen copy (guides/000 §4)."""

    number: str
    employer: int
    graduate: int
    known_as: tuple[str, str]
    invalid: str | None = None

    def __str__(self) -> str:
        return f"graduate {self.graduate} as {'/'.join(self.known_as)}{', ' + self.invalid if self.invalid else ''}"


@dataclass
class Record:
    """One agreement."""

    kind: str
    employer: int | None
    """Its number; None where it was typed in."""
    graduate: int
    status: str
    known_as: tuple[str, str]
    step: str | None = None
    department_first: bool = True
    """How it is reviewed, frozen when it was accepted or sent in."""
    deadline: datetime | None = None
    disputed: bool = False
    dismissed: int = 0
    """Cases of “这不是我签的” that the school has dismissed."""
    corrected: tuple[str, ...] = ()
    """What is marked for the school's list."""

    def __str__(self) -> str:
        with_whom = "somebody typed in" if self.employer is None else f"employer {self.employer}"
        stands = " ".join(filter(None, (self.status, self.step, "disputed" if self.disputed else None)))
        until = f" until {self.deadline:%m-%d %H:%M}" if self.status == "awaiting_graduate" else ""
        return f"{self.kind} of graduate {self.graduate} with {with_whom}, {stands}{until}"


@dataclass
class Book:
    """Everything that matters to the guides."""

    now: datetime
    roster: list[Rostered]
    signing_open: bool = True
    supplement_open: bool = True
    department_first: bool = True
    limit: int = 2
    records: dict[str, Record] = field(default_factory=dict)
    favourites: list[Favourite] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)
    """Requests of each graduate to rescind, without those withdrawn."""

    # What is answered

    def answer(self, number: str, role: str, verb: str) -> Stands | str:
        """Where it leads, or the rule that refuses it."""
        record = self.records[number]
        if role not in roles_of(verb):
            return "wrong_role"
        if not self.sees(role, record):
            return "no_such_agreement"
        own = lines_of(record.kind, role, verb)
        if not own:
            # Each process has its own rescission; every other button is merely not for this status.
            return "actor_has_this_action" if verb.endswith("-rescission") else "status_allows_this_action"
        here = [each for each in own if record.status in each.sources]
        if not here:
            return "status_allows_this_action"
        if record.disputed and verb not in ENDS_DISPUTE:
            return "agreement_is_not_frozen"
        return self._by(here[0], record, role, verb)

    def _by(self, line: Line, record: Record, role: str, verb: str) -> Stands | str:
        broken = self._first_broken(line.rules, record, role, verb)
        if broken:
            return broken
        if verb == "amend-what-was-agreed" and record.kind == "online":
            return "invalid"
        if verb == "amend-employer" and (record.kind == "online" or record.employer is not None):
            return "invalid"
        if "reviewer_is_at_this_step" in line.rules:
            return self._reviewed(record, verb.removesuffix("-rescission"))
        if line.to is None:
            return Stands(record.status, record.step)
        return Stands(line.to, self._first_step(record, verb) if line.to in REVIEWS else None)

    def _reviewed(self, record: Record, verb: str) -> Stands:
        leads = REVIEWS[record.status]
        if verb == "pass" and record.step == "department":
            return Stands(record.status, "school")
        return Stands({"pass": leads.passed, "reject": leads.rejected}.get(verb, leads.returned or ""), None)

    def _first_step(self, record: Record, verb: str) -> str:
        frozen = verb in ("confirm-correction", "upload-copy")
        first = record.department_first if frozen else self.department_first
        return "department" if first else "school"

    def sees(self, role: str, record: Record) -> bool:
        """Whether an agreement has anybody in this role who may know of it."""
        if role == "department":
            return not self.roster[record.graduate].elsewhere
        return role != "employer" or record.employer is not None

    def shown(self, number: str, role: str) -> dict[str, str | None]:
        """Each button of the role, and the rule that closes it."""
        record = self.records[number]
        buttons = {verb: self.answer(number, role, verb) for verb in shown_to(record.kind, role)}
        if role == "employer" and record.status in SIGNING_FAILED and record.employer is not None:
            buttons["invite"] = self._again(record.employer, record.graduate)
        return {verb: answer if isinstance(answer, str) else None for verb, answer in buttons.items()}

    def _again(self, employer: int, graduate: int) -> Stands | str:
        kept = self.kept(employer, graduate)
        return self.invited(kept) if kept else "graduate_is_a_favourite"

    def moves(self, number: str) -> Iterator[tuple[str, str, Stands]]:
        """Everything that can be done with an agreement now."""
        for role in ROLES:
            for verb in verbs_of(self.records[number].kind, role):
                answer = self.answer(number, role, verb)
                if isinstance(answer, Stands):
                    yield role, verb, answer

    def kept(self, employer: int, graduate: int, *, invalid: bool = False) -> Favourite | None:
        """The favourite that can be invited, or the latest of those that are 失效."""
        found = [
            each
            for each in self.favourites
            if (each.employer, each.graduate, each.invalid is not None) == (employer, graduate, invalid)
        ]
        return found[-1] if found else None

    def invited(self, kept: Favourite) -> Stands | str:
        """What comes of an invitation to a favourite."""
        new = Record("online", kept.employer, kept.graduate, "", kept.known_as)
        broken = self._first_broken(INVITATION, new, "employer", "invite", kept)
        return broken or Stands("awaiting_graduate", None)

    def submitted(self, kind: str, graduate: int) -> Stands | str:
        """What comes of a form."""
        new = Record(kind, None, graduate, "", self.roster[graduate].known_as)
        broken = self._first_broken(SUBMISSION[kind], new, "graduate", "submit")
        status = "sheet_in_review" if kind == "offline" else "supplement_in_review"
        return broken or Stands(status, self._first_step(new, "submit"))

    # The rules, by the names under which refusals tell them

    def _first_broken(
        self, rules: tuple[str, ...], record: Record, role: str, verb: str, kept: Favourite | None = None
    ) -> str | None:
        someone = self.roster[record.graduate]
        others = [each for each in self.records.values() if each is not record and each.graduate == record.graduate]
        ours = [each for each in others if record.employer is not None and each.employer == record.employer]
        holds = {
            "before_the_deadline": self.in_time(record),
            "graduate_may_sign": someone.barred is None,
            "signing_is_open": self.signing_open,
            "supplement_is_open": self.supplement_open,
            "graduate_has_no_live_agreement": not any(each.status in BINDS for each in others),
            "no_step_has_passed": not (record.department_first and record.step == "school"),
            "reviewer_is_at_this_step": role == record.step,
            "graduate_may_ask_again": self.asked.get(record.graduate, 0) < self.limit,
            "agreement_is_disputed": record.disputed,
            "no_dispute_was_decided_already": record.dismissed == 0
            or (record.dismissed < MOST_DISPUTES and verb != "dispute-without-proof"),
            "favourite_is_up_to_date": kept is None or kept.known_as == someone.known_as,
            "favourite_is_valid": kept is None or kept.invalid is None,
            "employer_has_no_open_invitation_to_graduate": not any(
                each.status == "awaiting_graduate" and self.in_time(each) for each in ours
            ),
            "graduate_is_not_signing_with_this_employer": not any(each.status in BINDS for each in ours),
        }
        return next((rule for rule in rules if not holds[rule]), None)

    def in_time(self, record: Record) -> bool:
        """An answer counts before the deadline, however late the clock is (guides/003 fig 10)."""
        return record.deadline is None or self.now < record.deadline

    def thinking(self, number: str, record: Record) -> "Book":
        """A copy in which this agreement is another one, to think ahead."""
        return replace(self, records=self.records | {number: replace(record)}, asked=dict(self.asked))

    def going_on(self) -> list[Record]:
        """What has not ended; an unanswered invitation that is late only waits for the clock."""
        return [
            each
            for each in self.records.values()
            if each.status in GOES_ON and (each.status != "awaiting_graduate" or self.in_time(each))
        ]
