"""The transition table of what ends or changes an agreement from outside its own process (guides/000 §7 and §8,
decisions): 作废, 失效, amendments by the school, and cases of “这不是我签的”.
"""

from datetime import datetime
from enum import StrEnum

from agreements.endings.errors import DisputeDecided
from agreements.records.states import (
    CLOCK,
    GRADUATE,
    IN_REVIEWS,
    LIVE,
    SCHOOL,
    STANDING,
    Action,
    Case,
    Doer,
    InvalidReason,
    Kind,
    Line,
    Standing,
    Status,
    life_of,
    rules,
    table,
)
from common.clock import SHANGHAI
from common.contracts.agreements import (
    AgreementAmended,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementMovedDepartment,
    AgreementVoided,
    DisputeDismissed,
)
from common.contracts.codes import may_sign_online
from common.errors import Problem
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
MOST_DISPUTES = 3
"""Cases of “这不是我签的” about one agreement."""
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


def no_dispute_was_decided_already(case: Case, actor: Doer, now: datetime) -> Problem | None:
    """A decision is not asked for again unless there is something new to look at, and not for ever."""
    if not case.disputes_dismissed or case.dismissed_at is None:
        return None
    if case.brings_new_proof and case.disputes_dismissed < MOST_DISPUTES:
        return None
    day = case.dismissed_at.astimezone(SHANGHAI).strftime("%Y-%m-%d")
    fact = f"学校已于{day}处理，意见：{case.dismissed_because}"
    if case.disputes_dismissed >= MOST_DISPUTES:
        remedy = f"每份签约最多可提出{MOST_DISPUTES}次异议。如仍有疑问，请联系学校就业部门。"
        return DisputeDecided(fact, remedy=remedy, who_can_change=f"{case.school_name}的学校用户，可作废已签订的协议")
    return DisputeDecided(fact, who_can_change="毕业生，可上传新的证明材料后再次提出")


def _void(source: Status) -> Line:
    return Transition(source, Action.VOID, SCHOOL, (), Status.VOIDED, AgreementVoided)


def _invalidate(source: Status) -> Line:
    # An invitation that nobody answered in time has expired, however late the clock is.
    guards = (rules.before_the_deadline,) if source is Status.AWAITING_GRADUATE else ()
    return Transition(source, Action.INVALIDATE, CLOCK, guards, Status.INVALIDATED, AgreementInvalidated)


def _amend(source: Status) -> Line:
    return Transition(source, Action.AMEND, SCHOOL, (), source, AgreementAmended)


def _dispute(source: Status) -> Line:
    return Transition(source, Action.DISPUTE, GRADUATE, (no_dispute_was_decided_already,), source, AgreementDisputed)


def _uphold(source: Status) -> Line:
    guards = (rules.agreement_is_disputed,)
    return Transition(source, Action.UPHOLD_DISPUTE, SCHOOL, guards, Status.VOIDED, AgreementVoided)


def _dismiss(source: Status) -> Line:
    guards = (rules.agreement_is_disputed,)
    return Transition(source, Action.DISMISS_DISPUTE, SCHOOL, guards, source, DisputeDismissed)


def _move_department(source: Status) -> Line:
    return Transition(source, Action.MOVE_DEPARTMENT, CLOCK, (), source, AgreementMovedDepartment)


TRANSITIONS: tuple[Line, ...] = table(
    *map(_void, STANDING),
    *map(_invalidate, OPEN),
    *map(_amend, AMENDABLE),
    *map(_dispute, LIVE),
    *map(_uphold, LIVE),
    *map(_dismiss, LIVE),
    # Departments read what has ended, too.
    *map(_move_department, Status),
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


def review_matter(status: Status) -> str | None:
    """What is reviewed in this status, in the words of reminders; None where nothing is."""
    if status not in IN_REVIEWS:
        return None
    return "rescission_review" if status in STANDING else "review"


def case_number(year: int, serial: int) -> str:
    """案件编号, as people quote it."""
    return f"YY{year}{serial:07d}"
