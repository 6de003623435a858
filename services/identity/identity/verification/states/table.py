"""The whole life of an employer's verification as one table (guides/000 §2, fig 7–9; domain §6.11)."""

from dataclasses import dataclass
from datetime import datetime

from common.auth.actors import CentreUser, EmployerUser
from common.contracts.event import Event
from common.contracts.identity import (
    EmployerReinstated,
    EmployerRemittanceFailed,
    EmployerRemittanceMade,
    EmployerRemittanceWithdrawn,
    EmployerSuspended,
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
)
from common.errors import Problem
from identity.verification.states import rules
from identity.verification.states.rules import Bank, Case, Clock, Doer, Rule
from identity.verification.states.statuses import VerificationAction, VerificationStatus


@dataclass(frozen=True)
class Transition:
    """One line of the table."""

    source: VerificationStatus
    action: VerificationAction
    by: tuple[type[Doer], ...]
    rules: tuple[Rule, ...]
    target: VerificationStatus
    event: type[Event]


_S, _A = VerificationStatus, VerificationAction
EMPLOYER, CENTRE, BANK, CLOCK = (EmployerUser,), (CentreUser,), (Bank,), (Clock,)
BEGINNINGS = (_S.UNVERIFIED, _S.REJECTED, _S.REMITTANCE_FAILED, _S.AMOUNT_FAILED)
"""Where nothing is under way: everything may be submitted."""

TRANSITIONS: tuple[Transition, ...] = (
    *(
        Transition(source, action, EMPLOYER, (), _S.MATERIAL_REVIEW, EmployerVerificationSubmitted)
        for source in (*BEGINNINGS, _S.SUSPENDED)
        for action in (_A.SUBMIT_MATERIAL, _A.SUBMIT_UPGRADE)
    ),
    *(
        Transition(source, _A.SUBMIT_ACCOUNT, EMPLOYER, (), _S.REMITTING, EmployerVerificationSubmitted)
        for source in BEGINNINGS
    ),
    Transition(_S.REMITTING, _A.PAY, BANK, (), _S.AWAITING_AMOUNT, EmployerRemittanceMade),
    Transition(_S.REMITTING, _A.FAIL_PAYMENT, BANK, (), _S.REMITTANCE_FAILED, EmployerRemittanceFailed),
    Transition(_S.AWAITING_AMOUNT, _A.FAIL_PAYMENT, BANK, (), _S.REMITTANCE_FAILED, EmployerRemittanceFailed),
    Transition(_S.REMITTING, _A.WITHDRAW, EMPLOYER, (), _S.UNVERIFIED, EmployerRemittanceWithdrawn),
    Transition(_S.AWAITING_AMOUNT, _A.WITHDRAW, EMPLOYER, (), _S.UNVERIFIED, EmployerRemittanceWithdrawn),
    Transition(
        _S.AWAITING_AMOUNT,
        _A.ENTER_AMOUNT,
        EMPLOYER,
        (rules.before_the_answer_deadline, rules.amount_is_right),
        _S.APPROVED,
        EmployerVerified,
    ),
    Transition(
        _S.AWAITING_AMOUNT,
        _A.USE_UP_ANSWERS,
        EMPLOYER,
        (rules.answers_are_used_up,),
        _S.AMOUNT_FAILED,
        EmployerVerificationRejected,
    ),
    Transition(
        _S.AWAITING_AMOUNT,
        _A.EXPIRE,
        CLOCK,
        (rules.answer_deadline_has_passed,),
        _S.AMOUNT_FAILED,
        EmployerVerificationRejected,
    ),
    Transition(_S.MATERIAL_REVIEW, _A.APPROVE, CENTRE, (rules.nobody_else_holds_it,), _S.APPROVED, EmployerVerified),
    Transition(
        _S.MATERIAL_REVIEW,
        _A.REJECT,
        CENTRE,
        (rules.nobody_else_holds_it, rules.employer_was_not_verified_before),
        _S.REJECTED,
        EmployerVerificationRejected,
    ),
    Transition(
        _S.MATERIAL_REVIEW,
        _A.REJECT,
        CENTRE,
        (rules.nobody_else_holds_it, rules.employer_was_verified_before),
        _S.SUSPENDED,
        EmployerVerificationRejected,
    ),
    Transition(_S.APPROVED, _A.SUSPEND, CENTRE, (), _S.SUSPENDED, EmployerSuspended),
    Transition(_S.SUSPENDED, _A.REINSTATE, CENTRE, (), _S.APPROVED, EmployerReinstated),
)

OWN_ACTIONS = (_A.SUBMIT_MATERIAL, _A.SUBMIT_ACCOUNT, _A.ENTER_AMOUNT, _A.WITHDRAW)
"""What a screen offers every employer; an upgrade is offered to employers of the job platform only."""


def transition(status: VerificationStatus, action: VerificationAction, actor: type[Doer]) -> Transition | None:
    """The first line for this action of this kind of actor in this status; None when there is none."""
    return next(iter(_lines(status, action, actor)), None)


def apply(status: VerificationStatus, action: VerificationAction, actor: Doer, case: Case, now: datetime) -> Transition:
    """The one door: what happens if this actor does this now.

    Raises:
        Problem: the table or one of its rules forbids it.
    """
    lines = _lines(status, action, type(actor))
    if not lines:
        raise rules.not_open(status, action)
    refusals = [_refusal(line, actor, case, now) for line in lines]
    for line, refused in zip(lines, refusals, strict=True):
        if refused is None:
            return line
    raise next(refused for refused in refusals if refused is not None)


def why_not(
    status: VerificationStatus, action: VerificationAction, actor: Doer, case: Case, now: datetime
) -> Problem | None:
    """Why this actor may not do this now; None when it may."""
    try:
        apply(status, action, actor, case, now)
    except Problem as refused:
        return refused
    return None


def own_step_refusal(status: VerificationStatus, action: VerificationAction) -> Problem | None:
    """Why no user of an employer in this status has this action; None when they have it."""
    return rules.not_open(status, action) if transition(status, action, EmployerUser) is None else None


def _lines(status: VerificationStatus, action: VerificationAction, actor: type[Doer]) -> list[Transition]:
    return [line for line in TRANSITIONS if (line.source, line.action) == (status, action) and actor in line.by]


def _refusal(line: Transition, actor: Doer, case: Case, now: datetime) -> Problem | None:
    return next((refused for rule in line.rules if (refused := rule(case, actor, now)) is not None), None)
