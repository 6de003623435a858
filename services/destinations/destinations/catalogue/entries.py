"""Destination types as data, by code and cohort (guides/003 §8, guides/004 §8).

A type without fields is listed, so that graduates see what is coming, and cannot be registered yet: what it asks for
and the proofs it needs are not entered.
"""

from dataclasses import dataclass

from common.contracts.codes import DESTINATIONS
from common.contracts.values.cohort import FIRST, LAST

DIRECTED = "directed"
"""定向/委培毕业去向补充登记 has no code of its own in the list of 毕业去向类别."""


@dataclass(frozen=True)
class FieldSpec:
    """One field of a registration form. With `options` it is chosen from them, without it is text."""

    name: str
    label: str
    required: bool = True
    maximum: int = 200
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class DestinationType:
    """One line of 选择去向类型, for the cohorts `since` to `until`."""

    code: str
    label: str
    group_code: str
    group_label: str
    fields: tuple[FieldSpec, ...] = ()
    since: int = FIRST
    until: int = LAST

    @property
    def open(self) -> bool:
        """Whether it can be registered."""
        return bool(self.fields)

    @property
    def directed(self) -> bool:
        """Whether it is the one type of 培养方式 21 and 41."""
        return self.code == DIRECTED


_NOTE = FieldSpec("reason", "情况说明", required=False)
# Sub-labels as school reports print them; no published list numbers them, so the words themselves are kept.
_FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    "70": (FieldSpec("sub_type", "待就业类型", options=("求职中", "签约中", "拟参加公招考试", "拟创业")), _NOTE),
    "71": (_NOTE,),
    "72": (FieldSpec("sub_type", "暂不就业类型", options=("暂不就业", "拟出国出境")), _NOTE),
}
_ORDER = (
    "10", "11", "12", "271", "272", "46", "501", "502", "503", "511", "512", "513", "514", "515", "519",
    "75", "76", "801", "802", "803", "85", "70", "71", "72",
)  # fmt: skip


def _coded(code: str) -> DestinationType:
    group = code[:2]
    return DestinationType(code, DESTINATIONS.label(code), group, DESTINATIONS.label(group), _FIELDS.get(code, ()))


ENTRIES: tuple[DestinationType, ...] = (
    *(_coded(code) for code in _ORDER),
    # Absent from the school guide of the cohort 2021, present in the newer guide for graduates.
    DestinationType(DIRECTED, "定向/委培毕业去向补充登记", DIRECTED, "定向/委培毕业去向补充登记", since=2022),
)
