"""What a favourite is, pure: one that can be invited, or one that is 失效."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.records.states import InvalidReason


class FavouriteState(StrEnum):
    """In which of the employer's two lists it stands (guides/000 §4 note 4)."""

    VALID = "valid"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        """The tab's name."""
        return {"valid": "学生收藏夹", "invalid": "失效"}[self.value]


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for."""

    state: FavouriteState
    cohort: int | None = None
    name: str | None = None
    """A part of the name."""
    person_index: str | None = None
    """Of the whole ID number, as it was frozen."""


def remedy_for(reason: InvalidReason) -> str:
    """What the employer can do about a favourite that is 失效."""
    if reason is InvalidReason.IDENTITY_CORRECTED:
        return "请删除后按更正后的姓名、身份证号、毕业院校重新添加。"
    return "请联系毕业生及其学校就业部门了解原因；学校更正后，请删除并重新添加。"
