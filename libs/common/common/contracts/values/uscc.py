"""统一社会信用代码, GB 32100-2015 as amended by XG1-2016.

Own code: python-stdnum 2.2 refuses every code that begins with a letter (A…, N…, Y…), which the standard allows.
"""

import re
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SUBJECT_CHECKS = "0123456789X0"
_AUTHORITIES = "123456789ANY"
_REMEDY = "请对照营业执照或统一社会信用代码证书重新填写"


def check_uscc(text: str) -> str:
    """The code in its canonical form: 18 half-width capitals and digits. Raises `ValueFault`."""
    code = compact(text).upper()
    if len(code) != 18:
        raise ValueFault(f"统一社会信用代码应为18位，现为{len(code)}位", _REMEDY)
    for place, character in enumerate(code, start=1):
        if character not in _ALPHABET:
            raise ValueFault(
                f"统一社会信用代码第{place}位“{character}”不是允许的字符",
                "只能使用数字和大写字母，且不含 I、O、S、V、Z，请核对是否误将 0 写成 O、1 写成 I",
            )
    if code[0] not in _AUTHORITIES:
        raise ValueFault(f"统一社会信用代码第1位“{code[0]}”不是登记管理部门代码", _REMEDY)
    if code[17] != check_character(code[:17]):
        raise ValueFault("统一社会信用代码校验位不正确", _REMEDY)
    return code


def check_character(body: str) -> str:
    """The 18th character for the first 17. The last `mod 31` matters: without it a remainder of 0 has no character."""
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def warnings(uscc: str) -> list[str]:
    """Doubts that a reviewer should see and that refuse nothing. `uscc` is canonical."""
    found = []
    if not re.fullmatch(r"[0-9]{6}", uscc[2:8]):
        found.append("第3至8位不是六位行政区划代码，请核对")
    if uscc[16] != _subject_check(uscc[8:16]):
        found.append("第9至17位组织机构代码的校验位不符，请核对证照")
    return found


def _subject_check(body: str) -> str:
    """GB 11714: letters count 10 to 35, remainder 10 is X, 11 is 0."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, _SUBJECT_WEIGHTS, strict=True))
    return _SUBJECT_CHECKS[11 - total % 11]


USCC = Annotated[str, checked(check_uscc), Field(description="统一社会信用代码，18位", examples=["91110108MA00TTT09Y"])]
