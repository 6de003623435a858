"""What a kind of notice is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.contracts.event import Event
from notifications import audiences
from notifications.templates.text_messages import TextTemplate

Audience = Callable[[Any], str]
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
    not reach, of notices with a deadline. With it every user of the employer gets one, as the guides ask."""

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
    """After one of these about the same audience, what it asks for is over: a text message that waits is not sent."""
    can_be_switched_off: bool = False
    """Legally relevant notices cannot."""


def to_employer(event: Any) -> str:
    """All users of the employer."""
    return audiences.employer(event.employer_id)


def to_employer_user(event: Any) -> str:
    """The one user the event is about, who may not belong to the employer any more."""
    return audiences.employer_user(event.user_id)


def to_graduate(event: Any) -> str:
    """The graduate."""
    return audiences.graduate(event.graduate_id)


def to_school(event: Any) -> str:
    """The school's employment office."""
    return audiences.school(event.school_code)


def to_reviewer(event: Any) -> str:
    """Whoever has to review now: the department or the school (guides/003 §3)."""
    if event.review_step == "department":
        return audiences.department(event.school_code, event.department)
    return audiences.school(event.school_code)


def to_centre(event: Any) -> str:
    """The centre's staff."""
    return audiences.CENTRE
