"""培养方式 (guide 003 §4). 定向 and 委培 are split by whether the graduate may sign online."""

from typing import Annotated

from common.contracts.codes.code_list import CodeList

_SPLIT_21 = "请改用 21 定向（不可网签）或 22 定向（可网签）"
_SPLIT_41 = "请改用 41 委培（不可网签）或 42 委培（可网签）"
_NOT_ONLINE = frozenset({"21", "41"})

TRAINING_MODES = CodeList(
    "培养方式",
    {
        "1": "非定向",
        "21": "定向（不可网签）",
        "22": "定向（可网签）",
        "3": "在职",
        "41": "委培（不可网签）",
        "42": "委培（可网签）",
        "5": "自筹",
    },
    version="就业管理系统",
    spellings={"定向不可网签": "21", "定向可网签": "22", "委培不可网签": "41", "委培可网签": "42"},
    retired={"2": "定向", "4": "委培"},
    remedies={"2": _SPLIT_21, "定向": _SPLIT_21, "4": _SPLIT_41, "委培": _SPLIT_41, "委托培养": _SPLIT_41},
)


def may_sign_online(code: str) -> bool:
    """False for 21 and 41, whose only way is 定向/委培毕业去向补充登记 (guide 004 §8.1).

    Raises `ValueFault` for the undivided 2 and 4 of older files and for unknown codes: nobody may guess.
    """
    return TRAINING_MODES.check(code) not in _NOT_ONLINE


TrainingModeCode = Annotated[str, TRAINING_MODES.checked(), TRAINING_MODES.field()]
