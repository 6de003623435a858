"""院校代码 (5 digits) and 学校标识码 (10 digits, 教育部《学校（机构）代码管理办法》2011). Neither has a check digit."""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked
from common.contracts.values.region import PROVINCES

_KINDS = {"41": "普通高校", "42": "成人高校", "91": "培养研究生的科研机构", "92": "民办其他高等教育机构"}


def check_school_code(text: str) -> str:
    """Five digits that do not begin with 0. Raises `ValueFault`."""
    code = compact(text)
    if not re.fullmatch(r"[1-9][0-9]{4}", code):
        raise ValueFault("院校代码应为5位数字", "请填写教育部公布的5位院校代码，如 10001")
    return code


def check_school_identifier(text: str, school_code: str | None = None) -> str:
    """Type (2), province (2), 0, school code (5); the last five must be `school_code` where it is given."""
    identifier = compact(text)
    if not re.fullmatch(r"[0-9]{10}", identifier):
        raise ValueFault("学校标识码应为10位数字", "请填写如 4111010001")
    if identifier[:2] not in _KINDS:
        raise ValueFault(f"学校标识码前2位“{identifier[:2]}”不是学校类型代码", f"应为 {'、'.join(_KINDS)} 之一")
    if identifier[2:4] not in PROVINCES:
        raise ValueFault(f"学校标识码第3至4位“{identifier[2:4]}”不是省级代码", "请核对学校所在省份")
    if identifier[4] != "0":
        raise ValueFault("学校标识码第5位应为0", "请核对学校标识码")
    if school_code is not None and identifier[5:] != school_code:
        raise ValueFault(f"学校标识码后5位与院校代码 {school_code} 不一致", "请核对学校标识码和院校代码")
    return identifier


def province_of(identifier: str) -> str:
    """The two-digit province in a checked 学校标识码."""
    return identifier[2:4]


SchoolCode = Annotated[str, checked(check_school_code), Field(description="院校代码，5位", examples=["19901"])]
SchoolIdentifier = Annotated[
    str, checked(check_school_identifier), Field(description="学校标识码，10位", examples=["4133019901"])
]
