"""What an agreement is and how it stands, for all processes together; pure.

`statuses`, `actions` and `reasons` are the words, `rules` the guards that several processes share, `waiting` the
clocks, `life` the door, `chain` links the history.
"""

from agreements.records.states.actions import Action
from agreements.records.states.life import (
    CLOCK,
    EMPLOYER,
    GRADUATE,
    PARTIES,
    REVIEWERS,
    SCHOOL,
    Elsewhere,
    Line,
    audience_of,
    life_of,
    table,
)
from agreements.records.states.reasons import (
    InvalidReason,
    RejectReason,
    RescissionReason,
    Ruling,
    VoidReason,
    reason_label,
)
from agreements.records.states.rules import Case, Doer, Standing
from agreements.records.states.statuses import IN_REVIEWS, LIVE, RETURNED, STANDING, Audience, Kind, Status, Tab
from agreements.records.states.waiting import Wait, deadline_of, due_of_dispute, wait_in
from common.lifecycle import Change, Clock, Option

__all__ = [
    "CLOCK",
    "EMPLOYER",
    "GRADUATE",
    "IN_REVIEWS",
    "LIVE",
    "PARTIES",
    "RETURNED",
    "REVIEWERS",
    "SCHOOL",
    "STANDING",
    "Action",
    "Audience",
    "Case",
    "Change",
    "Clock",
    "Doer",
    "Elsewhere",
    "InvalidReason",
    "Kind",
    "Line",
    "Option",
    "RejectReason",
    "RescissionReason",
    "Ruling",
    "Standing",
    "Status",
    "Tab",
    "VoidReason",
    "Wait",
    "audience_of",
    "deadline_of",
    "due_of_dispute",
    "life_of",
    "reason_label",
    "table",
    "wait_in",
]
