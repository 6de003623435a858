"""Employer verification, pure: no I/O, no framework. `statuses` are the words, `rules` the guards, `table` the life."""

from identity.verification.states.rules import CUSTOMER_SERVICE, Bank, Case, Claim, Clock, Doer, already_decided
from identity.verification.states.statuses import (
    AFTER,
    OPEN,
    FailureReason,
    LetterCheck,
    RejectionReason,
    SubmissionStatus,
    SuspensionReason,
    VerificationAction,
    VerificationMethod,
    VerificationStatus,
    reason_label,
)
from identity.verification.states.table import (
    OWN_ACTIONS,
    TRANSITIONS,
    Transition,
    apply,
    own_step_refusal,
    transition,
    why_not,
)

__all__ = [
    "AFTER",
    "CUSTOMER_SERVICE",
    "OPEN",
    "OWN_ACTIONS",
    "TRANSITIONS",
    "Bank",
    "Case",
    "Claim",
    "Clock",
    "Doer",
    "FailureReason",
    "LetterCheck",
    "RejectionReason",
    "SubmissionStatus",
    "SuspensionReason",
    "Transition",
    "VerificationAction",
    "VerificationMethod",
    "VerificationStatus",
    "already_decided",
    "apply",
    "own_step_refusal",
    "reason_label",
    "transition",
    "why_not",
]
