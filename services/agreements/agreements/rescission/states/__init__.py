"""Rescission, pure: two tables, one for agreements signed online and one for all that is on paper."""

from collections.abc import Mapping

from agreements.records.states import Kind, Line
from agreements.rescission.states import offline, online
from agreements.rescission.states.words import RUNNING, Form, Outcome, Side, side_of
from common.lifecycle import Lifecycle

LIVES: Mapping[Kind, Lifecycle[Line]] = {
    Kind.ONLINE: online.LIFE,
    Kind.OFFLINE: offline.LIFE,
    Kind.SUPPLEMENT: offline.LIFE,
}
"""The door of each kind of agreement."""

__all__ = ["LIVES", "RUNNING", "Form", "Outcome", "Side", "offline", "online", "side_of"]
