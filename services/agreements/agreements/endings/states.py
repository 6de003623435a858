"""The transition table of what ends or changes an agreement from outside its own process (guides/000 §7 and §8,
decisions): 作废, 失效, amendments by the school, and cases of “这不是我签的”.
"""

from enum import StrEnum

from agreements.records.states import (
    CLOCK,
    GRADUATE,
    IN_REVIEWS,
    LIVE,
    SCHOOL,
    STANDING,
    Action,
    InvalidReason,
    Kind,
    Line,
    Standing,
    Status,
    life_of,
    rules,
    table,
)
from common.contracts.agreements import (
    AgreementAmended,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementVoided,
    DisputeDismissed,
)
from common.contracts.codes import may_sign_online
from common.lifecycle import Transition

IN_THE_GRADUATES_HANDS = (Status.SHEET_RETURNED, Status.SUPPLEMENT_DRAFT, Status.SUPPLEMENT_RETURNED)
"""Not live, and one request away from it."""
OPEN = (Status.AWAITING_GRADUATE, *IN_THE_GRADUATES_HANDS, *LIVE)
"""Whatever has not ended: none of it goes on once the graduate may no longer sign."""
ADMINISTRATIVE = (
    "letter.contact_name",
    "letter.contact_phone",
    "letter.contact_email",
    "letter.report_by",
    "letter.report_place",
    "letter.work_place",
)
AMENDABLE = tuple(dict.fromkeys((*sorted(IN_REVIEWS), *STANDING)))


class Outcome(StrEnum):
    """How a case of “这不是我签的” ended."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        """As the case shows it."""
        return {"upheld": "异议成立，签约已作废", "dismissed": "异议不成立", "lapsed": "签约已失效，不再处理"}[
            self.value
        ]


def _void(source: Status) -> Line:
    return Transition(source, Action.VOID, SCHOOL, (), Status.VOIDED, AgreementVoided)


def _invalidate(source: Status) -> Line:
    # An invitation that nobody answered in time has expired, however late the clock is.
    guards = (rules.before_the_deadline,) if source is Status.AWAITING_GRADUATE else ()
    return Transition(source, Action.INVALIDATE, CLOCK, guards, Status.INVALIDATED, AgreementInvalidated)


def _amend(source: Status) -> Line:
    return Transition(source, Action.AMEND, SCHOOL, (), source, AgreementAmended)


def _dispute(source: Status) -> Line:
    return Transition(source, Action.DISPUTE, GRADUATE, (), source, AgreementDisputed)


def _uphold(source: Status) -> Line:
    guards = (rules.agreement_is_disputed,)
    return Transition(source, Action.UPHOLD_DISPUTE, SCHOOL, guards, Status.VOIDED, AgreementVoided)


def _dismiss(source: Status) -> Line:
    guards = (rules.agreement_is_disputed,)
    return Transition(source, Action.DISMISS_DISPUTE, SCHOOL, guards, source, DisputeDismissed)


TRANSITIONS: tuple[Line, ...] = table(
    *map(_void, STANDING),
    *map(_invalidate, OPEN),
    *map(_amend, AMENDABLE),
    *map(_dispute, LIVE),
    *map(_uphold, LIVE),
    *map(_dismiss, LIVE),
)


LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options


def may_amend(field: str, kind: Kind, *, typed_in: bool) -> bool:
    """Whether the school may change this field.

    What two people have accepted online is theirs: the school corrects what is needed to carry it out, never what was
    agreed. A record of paper has to equal the paper, down to an employer that the graduate has typed in.
    """
    if kind is Kind.ONLINE:
        return field in ADMINISTRATIVE or field.startswith("relocation.")
    return typed_in or not field.startswith("employer.")


def barred_by(standing: Standing) -> InvalidReason | None:
    """Why a graduate with this standing on the roster can go on with nothing, if so (guides/000 §8, decisions)."""
    if not standing.on_roster:
        return InvalidReason.LEFT_ROSTER
    if not may_sign_online(standing.training_mode_code):
        return InvalidReason.TRAINING_MODE
    return None if standing.may_sign else InvalidReason.MAY_NOT_SIGN


def case_number(year: int, serial: int) -> str:
    """案件编号, as people quote it."""
    return f"YY{year}{serial:07d}"
