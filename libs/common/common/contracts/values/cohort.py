"""届别: the calendar year in which a class graduates."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, schema_error

FIRST, LAST = 2000, 2100
_SEASON_STARTS = 9  # 校园招聘 for the next summer's graduates begins in September


def check_cohort(value: int | str) -> int:
    """2027, "2027" and "2027届" are the cohort 2027. Raises `ValueFault`."""
    text = compact(str(value)).removesuffix("届")
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST <= int(text) <= LAST:
        raise ValueFault("届别不正确", f"请填写四位毕业年份（{FIRST}至{LAST}），如 2027")
    return int(text)


def current_cohort(today: date) -> int:
    """Whom employers look for on that day (a day in Asia/Shanghai): from 1 September the next year's graduates."""
    return today.year + (today.month >= _SEASON_STARTS)


def cohort_label(cohort: int) -> str:
    """As screens print it."""
    return f"{cohort}届"


def _validate(value: Any) -> int:
    try:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueFault("届别应为年份", "请填写四位毕业年份，如 2027")
        return check_cohort(value)
    except ValueFault as fault:
        raise schema_error(fault) from None


Cohort = Annotated[
    int, Field(description="届别，四位毕业年份", ge=FIRST, le=LAST, examples=[2027]), BeforeValidator(_validate)
]
