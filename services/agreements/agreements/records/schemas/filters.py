"""What a list is narrowed to and how it is sorted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from agreements.records.states import Kind, Status


class Sort(StrEnum):
    """The order of a list."""

    LATEST = "latest"
    """The latest invitation or submission first."""
    UPDATED = "updated"
    """What changed last first."""
    OVERDUE_FIRST = "overdue_first"
    """What was or will be overdue soonest first; what waits for nobody comes last, the latest first."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None does not narrow."""

    now: datetime
    """What is overdue is measured at this moment."""
    cohort: int | None = None
    statuses: frozenset[Status] | None = None
    kinds: frozenset[Kind] | None = None
    department: str | None = None
    level_code: str | None = None
    major: str | None = None
    name: str | None = None
    """Any part of the graduate's name."""
    graduate_ids: tuple[UUID, ...] | None = None
    """The roster rows of one person."""
    number: str | None = None
    overdue: bool | None = None
    frozen: bool | None = None
    changed_on_roster: bool | None = None
    waiting_for_me: bool | None = None


@dataclass(frozen=True)
class Tally:
    """How many agreements of one status a reader has."""

    status: Status
    rows: int
    waiting_for_me: int
    overdue: int
    frozen: int
