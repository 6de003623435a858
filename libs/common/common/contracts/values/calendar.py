"""Dates and months as rosters and screens write them: 20020315 and 202309."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked, schema_error, text_of

_SEPARATORS = re.compile(r"[-/.年月日]")
_PARTED = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月?)")


def check_date(text: str) -> date:
    """A day from 20020315, 2002-03-15, 2002/3/15 or 2002年3月15日. Raises `ValueFault`."""
    digits = _digits(text)
    try:
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise ValueError
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueFault(f"“{text.strip()[:20]}”不是真实的日期", "请填写8位数字，如 20020315") from None


def check_day(text: str) -> date:
    """A day from 2027-07-15 and nothing else: a time of day would be dropped in silence. Raises `ValueFault`."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueFault("日期格式不正确", "请使用 YYYY-MM-DD。") from None


def check_year_month(text: str) -> str:
    """YYYYMM from 202309, 2023-09, 2023年9月 or a whole date. Raises `ValueFault`."""
    digits = _digits(text)
    if re.fullmatch(r"[0-9]{8}", digits):
        digits = check_date(digits).strftime("%Y%m")
    if not re.fullmatch(r"(19|20|21)[0-9]{2}(0[1-9]|1[0-2])", digits):
        raise ValueFault(f"“{text.strip()[:20]}”不是年月", "请填写6位数字，如 202309")
    return digits


def _digits(text: str) -> str:
    plain = compact(text)
    parted = _PARTED.fullmatch(plain)
    if parted is None:
        return _SEPARATORS.sub("", plain)
    year, month, day = parted.groups()
    return f"{year}{month:0>2}{day.rjust(2, '0') if day else ''}"


def _validate_date(value: Any) -> date:
    try:
        return value if type(value) is date else check_date(text_of(value))
    except ValueFault as fault:
        raise schema_error(fault) from None


def _validate_day(value: Any) -> date:
    try:
        return value if type(value) is date else check_day(text_of(value))
    except ValueFault as fault:
        raise schema_error(fault) from None


Day = Annotated[date, BeforeValidator(_validate_day)]
"""What requests of screens hold: ISO 8601, a date without a time."""
Date = Annotated[date, Field(description="日期，8位数字", examples=["20020315"]), BeforeValidator(_validate_date)]
YearMonth = Annotated[str, checked(check_year_month), Field(description="年月，6位数字", examples=["202309"])]
