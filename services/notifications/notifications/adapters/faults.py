"""What can go wrong outside, sorted by what it means for a message.

DeliveryFault
├── Retryable            the same message may get through later
│   ├── SupplierUnavailable  no answer, or "busy"
│   ├── QuotaReached         not more today, or not so fast
│   ├── TokenSpent           the access token has to be renewed
│   ├── Misconfigured        our keys or templates are wrong: people have to act
│   ├── Defect               our own code broke
│   ├── IdentityAway         nobody tells us the number now
│   └── NumberBusy           the person has had enough text messages for now
└── Final                this channel can never bring this message to this person
    ├── NotFollowing, RefusedByPerson, NotBound, InvalidRecipient, RecipientGone, Superseded
"""

from datetime import timedelta
from typing import ClassVar


class DeliveryFault(Exception):
    """A supplier did not take a message. `reason` is a plain word for records and logs, without personal data."""

    reason: ClassVar[str] = "fault"
    counts: ClassVar[bool] = True
    """Whether the attempt uses up one of the tries; no supplier was asked when it does not."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.reason}: {detail}" if detail else self.reason)


class Retryable(DeliveryFault):
    """May get through later. `pause` is how long the whole channel rests, because every message would meet the same."""

    pause: ClassVar[timedelta] = timedelta(0)


class SupplierUnavailable(Retryable):
    """The supplier does not answer, answers with a 5xx, or says that it is busy."""

    reason = "unavailable"
    pause = timedelta(seconds=30)


class QuotaReached(Retryable):
    """The supplier takes no more for now."""

    reason = "quota_reached"
    pause = timedelta(hours=1)


class TokenSpent(Retryable):
    """The access token is expired or was replaced."""

    reason = "token_spent"
    pause = timedelta(seconds=30)


class Misconfigured(Retryable):
    """The supplier refuses us: key, signature or template. Nothing gets better before people act."""

    reason = "misconfigured"


class Defect(Retryable):
    """Our own code broke while sending."""

    reason = "defect"


class IdentityAway(Retryable):
    """Identity, who knows the number, does not answer."""

    reason = "identity_away"
    pause = timedelta(seconds=30)
    counts = False


class NumberBusy(Retryable):
    """This number gets no more notices for now; `wait` tells until when."""

    reason = "number_busy"
    counts = False

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class Final(DeliveryFault):
    """This channel will never bring this message to this person."""


class NotFollowing(Final):
    """The person does not follow the Official Account (WeChat 43004)."""

    reason = "not_following"


class RefusedByPerson(Final):
    """The person has switched our messages off (WeChat 43101)."""

    reason = "refused_by_person"


class NotBound(Final):
    """The person has unbound WeChat since the notice was written."""

    reason = "not_bound"


class InvalidRecipient(Final):
    """There is no such openid or mobile."""

    reason = "invalid_recipient"


class RecipientGone(Final):
    """There is no such user or graduate any more, or nobody knows a mobile."""

    reason = "recipient_gone"


class Superseded(Final):
    """Somebody has given the message up while it was about to go: what it asks for is over."""

    reason = "superseded"


class CodeRefused(Final):
    """A WeChat login code that is unknown, used or expired."""

    reason = "code_refused"
