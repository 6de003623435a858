"""联系电话: landline, mobile, 400 numbers, with extension. Generous, because a person will dial it."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import half_width
from common.contracts.values.checked import ValueFault, checked

_DASHES = re.compile(r"\s*[-‐‑–—－]+\s*")
_SHAPE = re.compile(r"\+?[0-9(][0-9() -]*[0-9]((转|ext\.?|x)[0-9]{1,6})?")
_MOST_DIGITS = 20
_FEWEST_DIGITS = 5


def check_phone(text: str) -> str:
    """The number with half-width digits and plain hyphens. Raises `ValueFault`."""
    number = _DASHES.sub("-", re.sub(r"\s+", " ", half_width(text)).strip())
    digits = sum(character.isdigit() for character in number)
    if not _SHAPE.fullmatch(number) or not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        raise ValueFault("联系电话格式不正确", "请填写座机（如 010-67410355、0571-88886666转801）或手机号")
    return number


Phone = Annotated[str, checked(check_phone), Field(description="联系电话，座机或手机", examples=["010-67410355"])]
