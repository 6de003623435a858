"""Giving up an agreement on paper before it is signed: one table for offline signing and supplement.

Nobody else is bound yet: the employer of a sealed copy in review is told, and can speak to the school.
"""

from agreements.records.states import GRADUATE, Action, Line, Status, life_of, table
from common.contracts.agreements import ApplicationDiscarded
from common.lifecycle import Transition

UNSIGNED = (
    Status.SHEET_IN_REVIEW,
    Status.SHEET_RETURNED,
    Status.SHEET_PASSED,
    Status.COPY_IN_REVIEW,
    Status.COPY_REFUSED,
    Status.SUPPLEMENT_DRAFT,
    Status.SUPPLEMENT_RETURNED,
)
"""A supplement in review is first taken back into a draft (guides/004 §7.1)."""
TRANSITIONS: tuple[Line, ...] = table(
    *(Transition(status, Action.DISCARD, GRADUATE, (), Status.DISCARDED, ApplicationDiscarded) for status in UNSIGNED),
)

LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options
