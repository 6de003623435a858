"""How guesses are counted, and when they end. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """Guesses without success, this one among them, within the minutes of a lock after the last one."""

    from_here: int
    """At this login name from this address: these can be locked, because they lock out nobody else."""
    at_login: int
    """At this login name from anywhere. A stranger can drive it up, so it asks for a captcha and never locks."""
    from_address: int
    """From this address at any login name: a school may sit behind one, so the limit is far away."""
