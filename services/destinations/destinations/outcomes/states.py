"""Each graduate's one current outcome, pure."""

from typing import Literal, NamedTuple

Source = Literal["agreement", "destination", "rescission", "none"]

AGREEMENT_CODE = "10"
"""签就业协议形式就业."""
SEEKING_CODE = "70"
"""待就业."""
SOURCE_LABELS: dict[str, str] = {
    "agreement": "就业协议",
    "destination": "去向登记",
    "rescission": "解约",
    "none": "未登记",
}


class CurrentOutcome(NamedTuple):
    """A code of 毕业去向类别 and where it comes from; None and `none` while nothing is registered."""

    code: str | None
    source: Source


def derive(*, agreement_signed: bool, approved_code: str | None, rescinded: bool) -> CurrentOutcome:
    """A signed agreement counts before anything else, then the approved destination. Whoever has neither is 待就业 if
    an agreement was rescinded (guides/003 §7), and otherwise there is nothing.
    """
    if agreement_signed:
        return CurrentOutcome(AGREEMENT_CODE, "agreement")
    if approved_code is not None:
        return CurrentOutcome(approved_code, "destination")
    if rescinded:
        return CurrentOutcome(SEEKING_CODE, "rescission")
    return CurrentOutcome(None, "none")
