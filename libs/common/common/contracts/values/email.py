"""电子邮箱. Shape only: whether it exists shows when a message arrives."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

_LONGEST = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets
_LONGEST_LOCAL = 64
_SHAPE = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)


def check_email(text: str) -> str:
    """The address with its domain in lower case. Raises `ValueFault`."""
    address = compact(text)
    local, _, domain = address.rpartition("@")
    if len(address) > _LONGEST or len(local) > _LONGEST_LOCAL or not _SHAPE.fullmatch(address):
        raise ValueFault("电子邮箱格式不正确", "请填写如 name@example.com")
    return f"{local}@{domain.lower()}"


Email = Annotated[str, checked(check_email), Field(description="电子邮箱", examples=["name@example.com"])]
