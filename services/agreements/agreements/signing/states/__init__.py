"""Online signing, pure: no I/O, no framework. `statuses` are the words, `rules` the guards, `table` the transitions.

`chain` links the history.
"""

from agreements.signing.states.rules import Case, Doer, Standing, deadline_of
from agreements.signing.states.statuses import LIVE, Action, Audience, Kind, RejectReason, Status, Tab
from agreements.signing.states.table import TRANSITIONS, Line, apply, audience_of, options
from common.lifecycle import Change, Clock, Option

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
    "Line",
    "Option",
    "RejectReason",
    "Standing",
    "Status",
    "Tab",
    "apply",
    "audience_of",
    "deadline_of",
    "options",
]
