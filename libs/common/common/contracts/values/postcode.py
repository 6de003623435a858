"""邮政编码: six digits."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked


def check_postcode(text: str) -> str:
    """Six digits. Raises `ValueFault`."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValueFault("邮政编码应为6位数字", "请填写如 100871")
    return code


Postcode = Annotated[str, checked(check_postcode), Field(description="邮政编码，6位", examples=["100871"])]
