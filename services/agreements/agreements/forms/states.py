"""Giving up an agreement on paper before it is signed: one table for offline signing and supplement.

Nobody else is bound yet: the employer of a sealed copy in review is told, and can speak to the school.
"""

from agreements.records.states import GRADUATE, IN_REVIEWS, Action, Line, Status, life_of, rules, table
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


def _discard(source: Status) -> Line:
    # As 撤回修改: once a reviewer has passed it, the school returns it or the review ends it (guides/004 §7.1).
    guards = (rules.no_step_has_passed,) if source in IN_REVIEWS else ()
    return Transition(source, Action.DISCARD, GRADUATE, guards, Status.DISCARDED, ApplicationDiscarded)


TRANSITIONS: tuple[Line, ...] = table(*map(_discard, UNSIGNED))

LIFE = life_of(TRANSITIONS)
apply, options = LIFE.apply, LIFE.options
