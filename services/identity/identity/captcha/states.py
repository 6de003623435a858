"""What a captcha says and when it is asked for. Pure."""

from dataclasses import dataclass
from uuid import UUID

from identity.attempts.states import Counted
from identity.settings import CaptchaSettings

SIGNS = "ACDEFHJKMNPQRTUVWXY34679"
"""Letters and digits without those that look alike (0 O, 1 I L, 2 Z, 5 S, 8 B, G)."""
STAFF_REALM = "staff"


@dataclass(frozen=True)
class CaptchaAnswer:
    """What a person read in which picture."""

    id: UUID
    text: str


def is_always_asked(realm: str, settings: CaptchaSettings) -> bool:
    """Staff give one at every sign-in (guides/003 fig 1)."""
    return realm == STAFF_REALM and settings.staff == "always"


def is_asked_after(counted: Counted, settings: CaptchaSettings) -> bool:
    """Whether so many failures came before this guess that a person has to show to be one."""
    return (
        counted.from_here > settings.failures_before
        or counted.at_login > settings.failures_at_login
        or counted.from_address > settings.failures_from_address
    )


def same(given: str) -> str:
    """An answer in the form in which it is compared: neither case nor spaces count."""
    return "".join(given.split()).upper()
