"""The guides' processes as one table, written from the guides and independently of the services' own tables.

A line says: in agreements of these kinds, in these statuses, this role may do this, if these rules hold (the first that
does not is told), and then it stands there. A target that is a review begins at its first step; `Review` says where the
steps of one lead. Rules are methods of `guides.Book` of the same name.
"""

from dataclasses import dataclass
from functools import cache

ONLINE, OFFLINE, SUPPLEMENT = ("online",), ("offline",), ("supplement",)
PAPER, ALL = (*OFFLINE, *SUPPLEMENT), (*ONLINE, *OFFLINE, *SUPPLEMENT)
EMPLOYER, GRADUATE, DEPARTMENT, SCHOOL = "employer", "graduate", "department", "school"
ROLES = (EMPLOYER, GRADUATE, DEPARTMENT, SCHOOL)


@dataclass(frozen=True)
class Review:
    """Where the school's pass, a rejection and a return lead; None where nothing is returned."""

    passed: str
    rejected: str
    returned: str | None


REVIEWS = {
    # guides/003 §5–6: online, the two of offline signing, supplement
    "in_review": Review("signed", "rejected", "correction"),
    "sheet_in_review": Review("sheet_passed", "sheet_rejected", "sheet_returned"),
    "copy_in_review": Review("signed", "copy_refused", "copy_refused"),
    "supplement_in_review": Review("signed", "supplement_rejected", "supplement_returned"),
    # guides/003 §7: online, on paper
    "rescission_in_review": Review("rescinded", "rescission_rejected", None),
    "rescission_requested": Review("rescinded", "rescission_rejected", "rescission_returned"),
}
RESCISSION_REVIEWS = ("rescission_in_review", "rescission_requested")
KINDS_REVIEWED = {
    "in_review": ONLINE,
    "sheet_in_review": OFFLINE,
    "copy_in_review": OFFLINE,
    "supplement_in_review": SUPPLEMENT,
    "rescission_in_review": ONLINE,
    "rescission_requested": PAPER,
}
FAILED_RESCISSIONS = ("rescission_declined_by_graduate", "rescission_declined_by_employer", "rescission_rejected")
ASKED = ("rescission_awaiting_graduate", "rescission_awaiting_employer", *RESCISSION_REVIEWS, "rescission_returned")
STANDS = ("signed", *FAILED_RESCISSIONS, *ASKED)
"""签约仍有效 (guides/003 §7)."""
SIGNING = ("in_review", "correction", "confirming", "sheet_in_review", "sheet_passed", "copy_in_review", "copy_refused")
BINDS = (*SIGNING, "supplement_in_review", *STANDS)
"""A graduate has one of these at most (guides/004 §4.2 (1))."""
GOES_ON = ("awaiting_graduate", "sheet_returned", "supplement_draft", "supplement_returned", *BINDS)
"""Whatever has not ended."""
SIGNING_FAILED = ("declined", "expired", "withdrawn", "rejected")
"""Then the employer invites again (guides/000 §5.2, §5.3)."""
UNSIGNED = ("sheet_returned", "sheet_passed", "copy_refused", "supplement_draft", "supplement_returned")


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    by: str
    verb: str
    to: str | None
    """None: it stays as it is."""
    rules: tuple[str, ...] = ()


def line(kinds: tuple[str, ...], source: str, by: str, verb: str, to: str | None, *rules: str) -> Line:
    """A line with one source."""
    return Line(kinds, (source,), by, verb, to, rules)


IN_TIME, UNBOUND, MAY_SIGN = "before_the_deadline", "graduate_has_no_live_agreement", "graduate_may_sign"
OPEN, SUPPLEMENT_OPEN, FIRST = "signing_is_open", "supplement_is_open", "no_step_has_passed"
INVITATION = (
    *("favourite_is_up_to_date", "favourite_is_valid", MAY_SIGN, OPEN),
    *("employer_has_no_open_invitation_to_graduate", "graduate_is_not_signing_with_this_employer"),
)
"""guides/000 §4 and §5.2."""
SUBMISSION = {"offline": (MAY_SIGN, OPEN, UNBOUND), "supplement": (MAY_SIGN, SUPPLEMENT_OPEN, UNBOUND)}
"""guides/003 §5.2 and §6."""

LINES: tuple[Line, ...] = (
    # guides/000 §5, 004 §4, and what decisions add: withdrawing, amending, correction after a return
    line(ONLINE, "awaiting_graduate", GRADUATE, "accept", "in_review", IN_TIME, UNBOUND, MAY_SIGN, OPEN),
    line(ONLINE, "awaiting_graduate", GRADUATE, "decline", "declined", IN_TIME),
    line(ONLINE, "awaiting_graduate", EMPLOYER, "withdraw-invitation", "withdrawn", IN_TIME),
    line(ONLINE, "awaiting_graduate", EMPLOYER, "amend-invitation", None, IN_TIME, MAY_SIGN, OPEN),
    line(ONLINE, "correction", EMPLOYER, "correct", "confirming"),
    line(ONLINE, "confirming", GRADUATE, "confirm-correction", "in_review"),
    line(ONLINE, "confirming", GRADUATE, "refuse-correction", "correction"),
    Line(ONLINE, ("correction", "confirming"), SCHOOL, "reject", "rejected"),
    # guides/003 §5.2: either side uploads; what a reviewer returned goes on with the switches off
    line(OFFLINE, "sheet_returned", GRADUATE, "resubmit-sheet", "sheet_in_review", MAY_SIGN, UNBOUND),
    Line(OFFLINE, ("sheet_passed", "copy_refused"), GRADUATE, "upload-copy", "copy_in_review"),
    Line(OFFLINE, ("sheet_passed", "copy_refused"), EMPLOYER, "upload-copy", "copy_in_review"),
    # guides/003 §6, 004 §7.1: 撤回修改 only before the review
    line(SUPPLEMENT, "supplement_in_review", GRADUATE, "withdraw-supplement", "supplement_draft", FIRST),
    line(
        *(SUPPLEMENT, "supplement_draft", GRADUATE, "resubmit-supplement", "supplement_in_review"),
        *SUBMISSION["supplement"],
    ),
    line(
        *(SUPPLEMENT, "supplement_returned", GRADUATE, "resubmit-supplement", "supplement_in_review"),
        *(MAY_SIGN, UNBOUND),
    ),
    Line(PAPER, UNSIGNED, GRADUATE, "discard", "discarded"),
    Line(OFFLINE, ("sheet_in_review", "copy_in_review"), GRADUATE, "discard", "discarded", (FIRST,)),
    # guides/000 §6, 003 §7.1, 004 §5: online; 003 §7.2, 004 §6: on paper, which only the graduate asks for
    Line(ONLINE, ("signed", *FAILED_RESCISSIONS), EMPLOYER, "request-rescission", "rescission_awaiting_graduate"),
    *(
        Line(kinds, ("signed", *FAILED_RESCISSIONS), GRADUATE, "request-rescission", to, ("graduate_may_ask_again",))
        for kinds, to in ((ONLINE, "rescission_awaiting_employer"), (PAPER, "rescission_requested"))
    ),
    *(
        each
        for asked, other in ((EMPLOYER, GRADUATE), (GRADUATE, EMPLOYER))
        for each in (
            line(ONLINE, f"rescission_awaiting_{other}", other, "agree-rescission", "rescission_in_review"),
            line(
                ONLINE, f"rescission_awaiting_{other}", other, "decline-rescission", f"rescission_declined_by_{other}"
            ),
            line(ONLINE, f"rescission_awaiting_{other}", asked, "withdraw-rescission", "signed"),
        )
    ),
    line(ONLINE, "rescission_awaiting_employer", SCHOOL, "force-rescission", "rescinded"),
    line(PAPER, "rescission_returned", GRADUATE, "resubmit-rescission", "rescission_requested"),
    line(PAPER, "rescission_returned", GRADUATE, "withdraw-rescission", "signed"),
    # guides/000 §7; decisions: amending and “这不是我签的”
    Line(ALL, STANDS, SCHOOL, "void", "voided"),
    Line(ALL, (*REVIEWS, *STANDS), SCHOOL, "amend", None),
    Line(ALL, (*REVIEWS, *STANDS), SCHOOL, "amend-what-was-agreed", None),
    Line(ALL, (*REVIEWS, *STANDS), SCHOOL, "amend-employer", None),
    Line(ALL, BINDS, GRADUATE, "dispute", None, ("no_dispute_was_decided_already",)),
    Line(ALL, BINDS, GRADUATE, "dispute-without-proof", None, ("no_dispute_was_decided_already",)),
    Line(ALL, BINDS, SCHOOL, "uphold-dispute", "voided", ("agreement_is_disputed",)),
    Line(ALL, BINDS, SCHOOL, "dismiss-dispute", None, ("agreement_is_disputed",)),
    # guides/003 §3 ②: the department's step and the school's
    *(
        Line(KINDS_REVIEWED[review], (review,), role, verb + ending, None, ("reviewer_is_at_this_step",))
        for review, ways in REVIEWS.items()
        for ending in ("-rescission" if review in RESCISSION_REVIEWS else "",)
        for verb in ("pass", "reject", *(("return",) if ways.returned else ()))
        for role in (DEPARTMENT, SCHOOL)
    ),
)
VERBS = tuple(dict.fromkeys(each.verb for each in LINES))
VARIANTS = {
    "amend-what-was-agreed": "amend",
    "amend-employer": "amend",
    "dispute-without-proof": "dispute",
}
"""The same button pressed with other words."""


@cache
def roles_of(verb: str) -> frozenset[str]:
    """Who ever does this."""
    return frozenset(each.by for each in LINES if each.verb == verb)


@cache
def lines_of(kind: str, role: str, verb: str) -> tuple[Line, ...]:
    """What the role has of it on agreements of a kind."""
    return tuple(each for each in LINES if kind in each.kinds and (each.by, each.verb) == (role, verb))


@cache
def verbs_of(kind: str, role: str) -> tuple[str, ...]:
    """Everything that the role ever does with agreements of a kind."""
    return tuple(verb for verb in VERBS if lines_of(kind, role, verb))


@cache
def shown_to(kind: str, role: str) -> tuple[str, ...]:
    """Every button of the role on agreements of a kind. Online and on paper are rescinded in different ways; the other
    way's are shown too, with the reason why not."""
    others = tuple(verb for verb in VERBS if verb.endswith("-rescission") and role in roles_of(verb))
    return tuple(verb for verb in dict.fromkeys((*verbs_of(kind, role), *others)) if verb not in VARIANTS)
