"""What a kind of notice is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.contracts.event import Event
from notifications import audiences
from notifications.templates.text_messages import TextTemplate

Audience = Callable[[Any], str | None]
"""Whose inbox; None where there is nobody to tell."""
Condition = Callable[[Any], bool]


def always(event: Event) -> bool:
    """Every event of the class."""
    return True


@dataclass(frozen=True)
class WeChatText:
    """A template of the Official Account (an account has 25) and its fields.

    A field's name begins with its type, which limits its length: `thing1`, `time2`, `phrase3`.
    """

    template: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class SmsText:
    """A text message and its values. Without `always` it is the next link of the chain: for graduates whom WeChat does
    not reach, of what has a deadline or a clock. With it the graduate, or every user of the employer, gets one in any
    case, as the guides ask."""

    template: TextTemplate
    params: Mapping[str, str]
    always: bool = False


@dataclass(frozen=True)
class NoticeKind:
    """One row of the catalogue: what happened, who is told, over which channels, in which words.

    In-app is not a choice. `{places}` of body, link and WeChat fields are filled with the event's facts
    (`rendering.facts_of`).
    """

    code: str
    event: type[Event]
    audience: Audience
    title: str
    body: str
    link: str
    when: Condition = always
    wechat: WeChatText | None = None
    sms: SmsText | None = None
    has_deadline: bool = False
    """The event's `deadline` or `answer_by` ends what the reader can do: no notice waits for a morning after it."""
    over_after: tuple[type[Event], ...] = ()
    """After one of these about the same audience and matter (link), what it asks for is over: what waits to be sent
    over WeChat or as a text message is not sent."""
    can_be_switched_off: bool = False
    """Legally relevant notices cannot."""


def to_employer(event: Any) -> str | None:
    """All users of the employer; nobody where the graduate has typed in one that is not on the platform."""
    return audiences.employer(event.employer_id) if event.employer_id else None


def to_employer_user(event: Any) -> str:
    """The one user the event is about, who may not belong to the employer any more."""
    return audiences.employer_user(event.user_id)


def to_graduate(event: Any) -> str:
    """The graduate."""
    return audiences.graduate(event.graduate_id)


def to_school(event: Any) -> str:
    """The school's employment office."""
    return audiences.school(event.school_code)


def to_reviewer(event: Any) -> str | None:
    """Whoever has to review now: the department or the school (guides/003 §3); nobody before there is a review."""
    return _staff(event, event.review_step)


def to_reminded(event: Any) -> str | None:
    """The department or the school that is reminded."""
    return _staff(event, event.remind)


def _staff(event: Any, step: str | None) -> str | None:
    if step == "department":
        return audiences.department(event.school_code, event.department)
    return audiences.school(event.school_code) if step == "school" else None


def to_centre(event: Any) -> str:
    """The centre's staff."""
    return audiences.CENTRE
