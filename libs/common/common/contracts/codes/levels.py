"""学历层次 of the employment system. Not GB/T 4658, where 11 and 31 mean something else."""

from typing import Annotated, Literal, get_args

from common.contracts.codes.code_list import CodeList

LEVELS = CodeList(
    "学历层次",
    {
        "01": "博士生毕业",
        "03": "博士生结业",
        "09": "博士生肄业",
        "11": "硕士生毕业",
        "13": "硕士生结业",
        "19": "硕士生肄业",
        "21": "研究生班毕业",
        "25": "二学位（双学位）毕业",
        "26": "二学位结业",
        "31": "本科生毕业",
        "33": "本科生结业",
        "39": "本科生肄业",
        "41": "专科生毕业",
        "43": "专科生结业",
        "61": "高职",
    },
    version="就业管理系统",
    spellings={
        "博士": "01",
        "博士生": "01",
        "博士研究生": "01",
        "博士研究生毕业": "01",
        "硕士": "11",
        "硕士生": "11",
        "硕士研究生": "11",
        "硕士研究生毕业": "11",
        "研究生班": "21",
        "二学位": "25",
        "双学位": "25",
        "第二学士学位": "25",
        "本科": "31",
        "本科生": "31",
        "大学本科": "31",
        "本科毕业": "31",
        "专科": "41",
        "专科生": "41",
        "大专": "41",
        "专科毕业": "41",
        "高职（专科）": "61",
    },
)
_SHORT = {
    "0": "博士",
    "1": "硕士",
    "21": "研究生班",
    "25": "第二学士学位",
    "26": "第二学士学位",
    "3": "本科",
    "4": "专科",
}


def short_level(code: str) -> str:
    """What screens and agreements print: 博士, 硕士, 本科, 专科, 高职. Raises `ValueFault` for an unknown code."""
    label = LEVELS.label(code)
    return _SHORT.get(code) or _SHORT.get(code[0], label)


DataScope = Literal["all", "undergraduate", "postgraduate"]
"""数据权限 of a school's or department's user (guides/003 §2)."""
DATA_SCOPE_LABELS: dict[DataScope, str] = {"all": "全部", "undergraduate": "本专科", "postgraduate": "研究生"}
_POSTGRADUATE = frozenset({"01", "03", "09", "11", "13", "19", "21"})


def check_data_scope(scope: str) -> None:
    """Raises `ValueError` for anything that is not a data scope."""
    if scope not in get_args(DataScope):
        raise ValueError(f"{scope!r} is not a data scope")


def levels_in(scope: DataScope) -> tuple[str, ...]:
    """The 学历层次 codes that users of this data scope may see, for filters in SQL."""
    return tuple(code for code, _ in LEVELS.items() if in_scope(code, scope))


def in_scope(level_code: str, scope: DataScope) -> bool:
    """Whether users of this data scope may see a graduate of this 学历层次."""
    return scope == "all" or (level_code in _POSTGRADUATE) == (scope == "postgraduate")


LevelCode = Annotated[str, LEVELS.checked(), LEVELS.field()]
