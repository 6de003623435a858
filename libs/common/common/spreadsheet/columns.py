"""The columns a workbook must have."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from common.contracts.values.characters import compact

RESULT_HEADER = "校验结果"  # written by `annotate`, ignored when the same workbook comes back
_BRACKETS = str.maketrans("（）［］【】", "()[][]")


@dataclass(frozen=True)
class Column:
    """A column by its header. `required`: the header must be there; `choices`: what a template offers to pick."""

    header: str
    required: bool = True
    hint: str = ""
    choices: tuple[str, ...] = ()


def columns_of(model: type[BaseModel]) -> list[Column]:
    """A model's columns: alias → header, description → hint, `choices` in json_schema_extra → choices.

    A field with a default is a column that may be left out.
    """
    return [
        Column(
            header=field.alias or name,
            required=field.is_required(),
            hint=field.description or "",
            choices=tuple(_choices(field.json_schema_extra)),
        )
        for name, field in model.model_fields.items()
    ]


def header_key(header: str) -> str:
    """What headers are compared by: spaces, full-width brackets and the asterisk of required fields do not count."""
    return compact(header).translate(_BRACKETS).strip("*")


def listed(headers: Sequence[str]) -> str:
    """Headers as a sentence lists them."""
    return "、".join(f"“{header}”" for header in headers)


def _choices(extra: object) -> list[str]:
    found = extra.get("choices", []) if isinstance(extra, dict) else []
    return [str(choice) for choice in found]
