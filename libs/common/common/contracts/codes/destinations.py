"""毕业去向类别: two-digit base codes and the three-digit ones under them. Not the older GXBYQX list."""

from typing import Annotated

from common.contracts.codes.code_list import CodeList

_BASE = {
    "10": "签就业协议形式就业",
    "11": "签劳动合同形式就业",
    "12": "其他录用形式就业",
    "27": "科研助理、管理助理",
    "46": "应征义务兵",
    "50": "国家基层项目",
    "51": "地方基层项目",
    "70": "待就业",
    "71": "不就业拟升学",
    "72": "其他暂不就业",
    "75": "自主创业",
    "76": "自由职业",
    "80": "升学",
    "85": "出国、出境",
}
_DETAILED = {
    "271": "科研助理、管理助理",
    "272": "博士后入站",
    "501": "特岗教师",
    "502": "三支一扶",
    "503": "西部计划",
    "511": "地方特岗教师",
    "512": "地方选调生",
    "513": "农技特岗",
    "514": "乡村医生",
    "515": "乡村教师",
    "519": "其他地方基层项目",
    "801": "境内升学—研究生",
    "802": "境内升学—第二学士学位",
    "803": "专科升普通本科",
}
# No published list shows these numbers; the names are those of the guides' menus. A province may number them otherwise.
_UNCONFIRMED = frozenset({"272", "501", "511", "513", "514", "515", "803"})

DESTINATIONS = CodeList(
    "毕业去向",
    _BASE | _DETAILED,
    version="2024届",
    spellings={
        # 271 has the same label as its group: the label alone means the detailed code, as exports write it.
        "科研助理、管理助理—科研助理、管理助理": "271",
        "科研助理管理助理": "271",
        "研究生": "801",
        "第二学士学位": "802",
        "专升本": "803",
        "选调生": "512",
        "境外留学": "85",
        "出国出境": "85",
        "出国出境深造": "85",
    },
    retired={"65": "留级休学续读"},
)


def base_of(code: str) -> str:
    """The two-digit base code. Raises `ValueFault` for an unknown code."""
    return DESTINATIONS.check(code)[:2]


def is_confirmed(code: str) -> bool:
    """False where the number is assumed and is to be checked with the province. Raises `ValueFault` if unknown."""
    return DESTINATIONS.check(code) not in _UNCONFIRMED


def details_of(base: str) -> list[str]:
    """The three-digit codes under a base code, possibly none."""
    return [code for code in _DETAILED if code[:2] == base]


DestinationCode = Annotated[str, DESTINATIONS.checked(), DESTINATIONS.field()]
