"""预警类型, and how an employer is recognised by those who warn of it and those who are shown the warning."""

from typing import Annotated

from common.contracts.codes.code_list import CodeList
from common.contracts.values.characters import compact

WARNING_TYPES = CodeList(
    "预警类型",
    {
        "irregular": "违规单位",
        "fake": "虚假单位",
        "discrimination": "就业歧视",
        "false_advertising": "虚假宣传",
    },
    version="网上签约平台（003 §9）",
)

ADVICE = "预警信息由学校标记，仅供参考，不影响签约、登记和审核；请核实单位情况后再作决定。"
"""What stands beside every warning: nothing is blocked by it."""

WarningTypeCode = Annotated[str, WARNING_TYPES.checked(), WARNING_TYPES.field()]

_BRACKETS = str.maketrans("〔〕【】［］[]", "()()()()")


def employer_key(uscc: str | None, name: str) -> str:
    """`uscc:<code>`, or `name:<normal form>` for employers that graduates typed in without a code."""
    return f"uscc:{uscc}" if uscc else f"name:{normal_name(name)}"


def employer_keys(uscc: str | None, name: str) -> list[str]:
    """All keys by which an employer may have been marked: whoever did not know its code marked it by its name."""
    named = [employer_key(None, name)] if name.strip() else []
    return [f"uscc:{uscc}", *named] if uscc else named


def normal_name(name: str) -> str:
    """An employer's name without white space, with one form of letters, digits and brackets."""
    return compact(name).translate(_BRACKETS).upper()
