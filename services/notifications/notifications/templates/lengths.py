"""Making what is too long for a field or a text message shorter, in the units that WeChat and suppliers count."""

import re
from collections.abc import Sequence

# WeChat's limits of template fields, in characters (公众号模板消息 参数值内容限制).
FIELD_LIMITS = {"thing": 20, "time": 32, "phrase": 5, "character_string": 32}
_FIELD_TYPE = re.compile(r"([a-z_]+)\d+")


def limit_of(field: str) -> int:
    """How long a field may be, by the type that its name begins with."""
    matched = _FIELD_TYPE.fullmatch(field)
    return FIELD_LIMITS[matched[1] if matched else field]


def wechat_length(text: str) -> int:
    """Length in UTF-16 units, in which a rare character such as 𠮷 counts twice."""
    return len(text.encode("utf-16-le")) // 2


def cut(value: str, limit: int) -> str:
    """One line of at most so many UTF-16 units; what is too long ends with an ellipsis."""
    line = " ".join(value.split())
    if wechat_length(line) <= limit:
        return line
    while wechat_length(line) > limit - 1:
        line = line[:-1]
    return line + "…"


def shortened_name(name: str, limit: int) -> str:
    """The same of a name, which keeps its end too: branches of one firm begin with the same words."""
    line = " ".join(name.split())
    if wechat_length(line) <= limit:
        return line
    head, tail = line, "…" + line[-(limit // 3) :]
    while wechat_length(head + tail) > limit:
        head = head[:-1]
    return head + tail


def some_of(titles: Sequence[str], limit: int) -> str:
    """As many whole titles as fit, and how many there are if not all do."""
    every = "、".join(titles)
    if wechat_length(every) <= limit:
        return every
    end = f"等{len(titles)}项"
    shown = list(titles[:-1])
    while shown and wechat_length("、".join(shown) + end) > limit:
        shown.pop()
    return "、".join(shown) + end if shown else f"共{len(titles)}项"
