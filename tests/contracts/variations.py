"""One golden sample in every way that listeners tell apart: each kind of agreement, each side, each step."""

import json
from itertools import product
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from common.contracts.event import Event
from tests.contracts.samples import GOLDEN

Said = TypeVar("Said", bound=Event)
AXES = (
    "kind",
    "agreement_type",
    "by",
    "step",
    "review_step",
    "form",
    "ruling",
    "matter",
    "remind",
    "was_signed",
    "overdue",
)


def variations(kind: type[Said]) -> list[Said]:
    """Every combination of the values that those fields of an event may have."""
    sample = json.loads((GOLDEN / f"{kind.type}.json").read_text(encoding="utf-8"))
    names = [name for name in AXES if name in kind.model_fields]
    values = [_values(kind.model_fields[name].annotation) for name in names]
    return [kind.model_validate(sample | dict(zip(names, chosen, strict=True))) for chosen in product(*values)]


def _values(annotation: Any) -> list[Any]:
    if annotation is bool:
        return [False, True]
    if annotation is NoneType:
        return [None]
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [value for part in get_args(annotation) for value in _values(part)]
