"""What comes of each row of a workbook, pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What came of a row, or would."""

    READY = "ready"
    ADDED = "added"
    ALREADY = "already"
    REPEATED = "repeated"
    NOT_FOUND = "not_found"
    MALFORMED = "malformed"

    @property
    def label(self) -> str:
        """As the result column begins."""
        return {
            "ready": "可以加入",
            "added": "加入成功",
            "already": "已在收藏夹",
            "repeated": "重复",
            "not_found": "未找到",
            "malformed": "格式错误",
        }[self.value]

    @property
    def amiss(self) -> bool:
        """Whether the row needs its sender's attention."""
        return self in (Outcome.REPEATED, Outcome.NOT_FOUND, Outcome.MALFORMED)


@dataclass(frozen=True)
class RowResult:
    """What came of one row, by the sheet's own row number."""

    row: int
    outcome: Outcome
    detail: str = ""

    @property
    def sentence(self) -> str:
        """As the result column says it."""
        return f"{self.outcome.label}：{self.detail}" if self.detail else self.outcome.label


@dataclass(frozen=True)
class Results:
    """What came of all rows, in the order of the sheet, and which cells are at fault."""

    rows: list[RowResult]
    marked: frozenset[tuple[int, str]] = field(default_factory=frozenset)

    def counts(self) -> dict[str, int]:
        """How many rows came to what."""
        counted = Counter(result.outcome for result in self.rows)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def sentences(self) -> dict[int, str]:
        """The result column by row number."""
        return {result.row: result.sentence for result in self.rows}


def malformed(faults: Iterable[tuple[int, str]]) -> dict[int, RowResult]:
    """The rows that hold what no graduate can have, from row numbers and sentences; all of a row are told at once."""
    told: dict[int, list[str]] = {}
    for row, sentence in faults:
        told.setdefault(row, []).append(sentence)
    return {row: RowResult(row, Outcome.MALFORMED, "；".join(sentences)) for row, sentences in told.items()}
