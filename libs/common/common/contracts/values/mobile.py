"""手机号. The rule is the platform's: operators get new ranges faster than tables are kept."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

_SEPARATORS = re.compile(r"[-‐‑–—.()]")


def check_mobile(text: str) -> str:
    """Eleven digits, without separators and without +86. Raises `ValueFault`."""
    number = _SEPARATORS.sub("", compact(text))
    for prefix in ("+86", "0086", "86"):
        if number.startswith(prefix) and len(number) == len(prefix) + 11:
            number = number.removeprefix(prefix)
            break
    if not re.fullmatch(r"1[3-9][0-9]{9}", number):
        raise ValueFault("手机号格式不正确", "请填写以13至19开头的11位中国大陆手机号")
    return number


def mask(mobile: str) -> str:
    """For screens: the first 3 and the last 4 digits."""
    return f"{mobile[:3]}****{mobile[-4:]}"


Mobile = Annotated[str, checked(check_mobile), Field(description="手机号，11位", examples=["13812340001"])]
