"""All kinds of notices."""

from common.contracts.event import Event
from notifications.templates import agreements, destinations, documents, identity
from notifications.templates.kinds import NoticeKind

CATALOGUE: tuple[NoticeKind, ...] = (*identity.KINDS, *agreements.KINDS, *destinations.KINDS, *documents.KINDS)
_BY_CODE = {kind.code: kind for kind in CATALOGUE}


def kinds_for(event: Event) -> list[NoticeKind]:
    """What is to be told about an event."""
    about = [kind for kind in CATALOGUE if isinstance(event, kind.event) and kind.when(event)]
    return [kind for kind in about if kind.audience(event) is not None]


def kinds_over_after(event: Event) -> list[NoticeKind]:
    """Whose messages ask for something that is over, now that this has happened."""
    return [kind for kind in CATALOGUE if isinstance(event, kind.over_after)]


def can_be_switched_off(code: str) -> bool:
    """Whether a kind may be switched off; one that is no longer in the catalogue is history and may not."""
    kind = _BY_CODE.get(code)
    return kind is not None and kind.can_be_switched_off
