"""The chain of an agreement's history: what each link hashes, and where a chain breaks first.

A link's hash is the SHA-256, in lower-case hexadecimal, of the previous link's hash, a line feed and the link's
content (UTF-8). In the place of a hash before the first link stands the SHA-256 of the agreement's id. So whoever
changes, removes, moves or adds a row afterwards has to change every later hash as well, and a hash kept elsewhere
(on paper, in a report) tells.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

FIELDS = (
    "version",
    "at",
    "actor_role",
    "actor_id",
    "actor_name",
    "action",
    "from_status",
    "to_status",
    "at_step",
    "reason",
    "detail",
)
"""What a link's content is made of: everything a history row says."""
SEPARATOR = "\n"
SHORT = 32
"""Digits of a hash that people are shown: 128 bits, too many to be met by trying, few enough to be printed."""


class Fault(StrEnum):
    """What is wrong with the first broken link of a chain."""

    FOREIGN = "is not a version that the agreement has reached"
    MISSING = "is missing"
    DETACHED = "does not follow the link before it"
    ALTERED = "says something else than what was hashed"


@dataclass(frozen=True, kw_only=True)
class Link:
    """One history row, as its hash sees it."""

    version: int
    content: str
    previous_sha256: str
    sha256: str


def before_first(agreement_id: UUID) -> str:
    """What the first link of an agreement follows."""
    return _digest(str(agreement_id))


def content_of(**facts: Any) -> str:
    """The canonical JSON of a history row: keys sorted, no blanks, times in UTC with six digits of a second."""
    named = {field: facts[field] for field in FIELDS}
    return json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)


def link_hash(previous_sha256: str, content: str) -> str:
    """The hash of a link with this content after that link."""
    return _digest(f"{previous_sha256}{SEPARATOR}{content}")


def first_fault(agreement_id: UUID, version: int, links: Iterable[Link]) -> tuple[int, Fault] | None:
    """The version of the first broken link and what is wrong with it, if anything is.

    Args:
        agreement_id: whose chain it is.
        version: the agreement's own, which the last link must have.
        links: in the order of their versions.
    """
    expected, previous = 1, before_first(agreement_id)
    for link in links:
        if not 1 <= link.version <= version:
            return link.version, Fault.FOREIGN
        if link.version != expected:
            return expected, Fault.MISSING
        if link.previous_sha256 != previous:
            return link.version, Fault.DETACHED
        if link.sha256 != link_hash(previous, link.content):
            return link.version, Fault.ALTERED
        expected, previous = expected + 1, link.sha256
    return (expected, Fault.MISSING) if expected <= version else None


def _text(value: datetime | UUID) -> str:
    if isinstance(value, UUID):
        return str(value)
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
