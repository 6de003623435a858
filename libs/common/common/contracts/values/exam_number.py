"""考生号: 14 digits for 普通高考, 15 for 研究生考试, up to 18 in the registry. It has no check digit."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked


def check_exam_number(text: str) -> str:
    """14 to 18 digits and capitals. Raises `ValueFault`."""
    number = compact(text).upper()
    if not re.fullmatch(r"[0-9A-Z]{14,18}", number):
        raise ValueFault("考生号应为14至18位数字或字母", "请填写录取时的考生号（研究生为15位考生编号），不要填学号")
    return number


def warnings(number: str, entrance_year: int) -> list[str]:
    """Doubts that refuse nothing: 复读, 预科, 保留学籍 and 退役复学 are ordinary reasons for another year."""
    if len(number) == 14 and number[:2].isdigit() and 2000 + int(number[:2]) != entrance_year:
        return [f"考生号年份（20{number[:2]}）与入学年份（{entrance_year}）不同，请核对"]
    return []


ExamNumber = Annotated[str, checked(check_exam_number), Field(description="考生号", examples=["20110108150001"])]
