"""What is counted and how a change moves the counters. Pure."""

from collections import Counter
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Kind(StrEnum):
    """What a counter counts."""

    GRADUATE = "graduate"
    AGREEMENT = "agreement"
    OUTCOME = "outcome"


NO_EMPLOYER = UUID(int=0)
"""Graduates and outcomes belong to no employer, nor does an agreement whose employer the graduate has typed in; a key
column cannot be null."""


class Place(NamedTuple):
    """Where a graduate is counted."""

    cohort: int
    school_code: str
    department: str


class Key(NamedTuple):
    """Names one counter. Keys have one order, in which counters are locked, so that no two transactions deadlock."""

    kind: Kind
    cohort: int
    school_code: str
    department: str
    employer_id: UUID
    category: str
    """The status of an agreement or the code of an outcome; empty for graduates."""


def graduate_key(place: Place) -> Key:
    """The counter of a place's graduates."""
    return Key(Kind.GRADUATE, *place, NO_EMPLOYER, "")


def agreement_key(place: Place, employer_id: UUID, status: str) -> Key:
    """The counter of an employer's agreements in a place and status."""
    return Key(Kind.AGREEMENT, *place, employer_id, status)


def outcome_key(place: Place, code: str | None) -> Key | None:
    """The counter of an outcome in a place; nobody counts what is not registered."""
    return Key(Kind.OUTCOME, *place, NO_EMPLOYER, code) if code is not None else None


class Deltas:
    """By how much counters change in one transaction."""

    def __init__(self) -> None:
        self._by_key: Counter[Key] = Counter()

    def move(self, before: Key | None, after: Key | None) -> None:
        """One thing leaves a counter and enters another."""
        if before is not None:
            self._by_key[before] -= 1
        if after is not None:
            self._by_key[after] += 1

    def in_order(self) -> list[tuple[Key, int]]:
        """What really changes, in the order of the keys."""
        return sorted((key, delta) for key, delta in self._by_key.items() if delta)
