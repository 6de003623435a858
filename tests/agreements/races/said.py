"""Which event the transition tables name for a change that the history tells of."""

from typing import Any

from agreements.endings import states as endings
from agreements.forms import states as forms
from agreements.offline import states as offline
from agreements.records.states import Line
from agreements.rescission.states import offline as offline_rescission
from agreements.rescission.states import online as online_rescission
from agreements.signing import states as signing
from agreements.supplement import states as supplement

PROCESSES = (signing, offline, supplement, forms, online_rescission, offline_rescission, endings)
LINES: tuple[Line, ...] = tuple(line for process in PROCESSES for line in process.TRANSITIONS)


def event_of(action: str, before: str | None, at_step: str | None, to: str) -> str | None:
    """The type of the one event that may be said of it; None if no table knows such a change."""
    named = {line.event.type for line in LINES if line.event and _is(line, action, before, at_step, to)}
    assert len(named) <= 1, f"{action} from {before} to {to} is said as {named}"
    return named.pop() if named else None


def _is(line: Any, action: str, before: str | None, at_step: str | None, to: str) -> bool:
    moved = (line.action, line.source, line.target) == (action, before, to)
    return moved and line.at in (None, at_step)
