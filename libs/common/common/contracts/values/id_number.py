"""公民身份号码, GB 11643-1999; 港澳台居民居住证 and 外国人永久居留身份证 have the same layout.

Own code: python-stdnum refuses areas it does not know and fails with KeyError on some new ones. The area is that of
the first registration and abolished codes stay valid for life, so it warns and never refuses.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from common.contracts.values import region
from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_REMEDY = "请对照身份证件重新填写"
_RESIDENCE_PERMITS = {"810000", "820000", "830000"}
_EARLIEST_YEAR = 1900


def check_id_number(text: str) -> str:
    """The number in its canonical form: 17 digits and a check digit or X. `ValueFault` never repeats the number."""
    number = compact(text).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        raise ValueFault("15位旧身份证号已停止使用", "请填写18位身份证号")
    if len(number) != 18:
        raise ValueFault(f"身份证号应为18位，现为{len(number)}位", _REMEDY)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValueFault("身份证号前17位应为数字，第18位应为数字或 X", _REMEDY)
    if _date_in(number) is None:
        raise ValueFault(f"身份证号第7至14位“{number[6:14]}”不是真实的出生日期", _REMEDY)
    if number[17] != check_character(number[:17]):
        raise ValueFault("身份证号校验位（第18位）不正确", _REMEDY)
    return number


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def birth_date(number: str) -> date:
    """The date of birth a checked number states."""
    born = _date_in(number)
    if born is None:
        raise ValueFault("身份证号中的出生日期不正确", _REMEDY)
    return born


def sex_code(number: str) -> str:
    """GB/T 2261.1: "1" 男 for an odd 17th digit, "2" 女 for an even one."""
    return "1" if int(number[16]) % 2 else "2"


def mask(number: str) -> str:
    """For screens: the first 3 and the last 4 characters."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def warnings(number: str) -> list[str]:
    """Doubts that refuse nothing."""
    area = number[:6]
    if area in _RESIDENCE_PERMITS or number[0] == "9" or region.is_known(area):
        return []
    return [f"前6位地区代码 {area} 不在行政区划代码表中，请核对证件"]


def _date_in(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _EARLIEST_YEAR else None


IdNumber = Annotated[
    str, checked(check_id_number), Field(description="身份证号，18位", examples=["110108200203159010"])
]
