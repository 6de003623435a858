"""银行联行号 (CNAPS): 3 bank, 4 city, 4 branch, 1 check; by ISO 7064 MOD 11,10, which no authority has published."""

import re
from typing import Annotated

from pydantic import Field
from stdnum.iso7064 import mod_11_10

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked


def check_cnaps(text: str) -> str:
    """12 digits; a wrong check digit is a matter for `warnings` (domain §3.3). Raises `ValueFault`."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{12}", code):
        raise ValueFault("开户行银联号应为12位数字", "请向开户行查询，或留空")
    return code


def warnings(code: str) -> list[str]:
    """Doubts that refuse nothing. `code` is canonical."""
    if mod_11_10.is_valid(code):
        return []
    return ["开户行银联号的校验位不符，请向开户行核对；不影响提交"]


Cnaps = Annotated[str, checked(check_cnaps), Field(description="开户行银联号，12位", examples=["102110009918"])]
