"""How a pull goes: which rows of a page are news, when to try again, and how many may vanish at once. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal, Protocol, TypeVar

Mode = Literal["full", "incremental"]
MODE_LABELS: dict[str, str] = {"full": "全量同步", "incremental": "增量同步"}
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=10)
LONGEST_TOLD = 200


class PullStatus(StrEnum):
    """Where a pull is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """As screens show it."""
        return LABELS[self]


LABELS = {PullStatus.RUNNING: "同步中", PullStatus.DONE: "已完成", PullStatus.FAILED: "同步失败"}


@dataclass(frozen=True)
class Pending:
    """What a source has stated of a graduate and is not on the roster yet: a row, or a removal for a reason."""

    exam_number: str
    sequence: int
    row: dict[str, str] | None
    reason: str | None


class Sequenced(Protocol):
    """A row of the source, as of a change that the source has counted."""

    @property
    def exam_number(self) -> str:
        """By what rows are known."""

    @property
    def sequence(self) -> int:
        """Which change of the school's list it was."""


Item = TypeVar("Item", bound=Sequenced)


def news(items: Iterable[Item], taken: Mapping[str, int], mode: str) -> list[Item]:
    """Each graduate's latest state on a page, unless a later one has been taken: duplicates and disorder do no harm.

    A full pull states again what was taken before, so that what somebody changed here since is put right, and for it
    only what the same pull has met counts as taken: a source may have begun to count anew.
    """
    latest: dict[str, Item] = {}
    for item in items:
        known = latest.get(item.exam_number)
        if known is None or known.sequence < item.sequence:
            latest[item.exam_number] = item
    least = 0 if mode == "full" else 1
    return [item for item in latest.values() if item.sequence >= taken.get(item.exam_number, 0) + least]


def retry_after(attempt: int) -> timedelta:
    """How long after the attempt of this number (from 1) the next one comes."""
    return min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(attempt - 1, 10))


def too_many_vanish(vanished: int, listed: int, percent: int) -> bool:
    """Whether so many of those listed would go that somebody has to say they mean it."""
    return vanished * 100 > listed * percent


def plain(text: str) -> str:
    """A text that may quote the source, as the database can keep it and a line can show it."""
    return "".join(character for character in text if character.isprintable())[:LONGEST_TOLD]
