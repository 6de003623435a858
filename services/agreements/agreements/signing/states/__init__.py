"""Online signing, pure: no I/O, no framework. `statuses` are the words, `rules` the guards, `table` the transitions."""

from agreements.signing.states.rules import Case, Clock, Doer, Standing, deadline_of
from agreements.signing.states.statuses import LIVE, Action, Audience, Kind, RejectReason, Status, Tab
from agreements.signing.states.table import TRANSITIONS, Change, Option, Transition, apply, audience_of, options

__all__ = [
    "LIVE",
    "TRANSITIONS",
    "Action",
    "Audience",
    "Case",
    "Change",
    "Clock",
    "Doer",
    "Kind",
    "Option",
    "RejectReason",
    "Standing",
    "Status",
    "Tab",
    "Transition",
    "apply",
    "audience_of",
    "deadline_of",
    "options",
]
