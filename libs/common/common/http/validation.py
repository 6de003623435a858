"""pydantic's findings, told in Chinese to the person who typed."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from common.contracts.values.characters import half_width
from common.errors import FieldFault

WORDS: dict[str, tuple[str, str]] = {
    "missing": ("必填", "请填写此项。"),
    "string_too_long": ("超过最大长度 {max_length} 个字符", "请缩短内容。"),
    "string_too_short": ("至少需要 {min_length} 个字符", "请补充内容。"),
    "string_type": ("应为文字", "请以文字（字符串）形式提交。"),
    "string_pattern_mismatch": ("格式不正确", "请按要求的格式填写。"),
    "int_type": ("应为整数", "请填写整数。"),
    "int_parsing": ("应为整数", "请填写整数。"),
    "int_from_float": ("应为整数", "请填写整数。"),
    "float_parsing": ("应为数字", "请填写数字。"),
    "decimal_parsing": ("应为数字", "请填写数字。"),
    "decimal_type": ("应为数字", "请填写数字。"),
    "bool_parsing": ("应为是或否", "请填写 true 或 false。"),
    "bool_type": ("应为是或否", "请填写 true 或 false。"),
    "greater_than": ("必须大于 {gt}", "请填写大于 {gt} 的数值。"),
    "greater_than_equal": ("不能小于 {ge}", "请填写 {ge} 或更大的数值。"),
    "less_than": ("必须小于 {lt}", "请填写小于 {lt} 的数值。"),
    "less_than_equal": ("不能大于 {le}", "请填写 {le} 或更小的数值。"),
    "enum": ("不是可选的值，可选：{expected}", "请从可选的值中选择。"),
    "literal_error": ("不是可选的值，可选：{expected}", "请从可选的值中选择。"),
    "uuid_parsing": ("编号格式不正确", "请使用系统返回的编号。"),
    "uuid_type": ("编号格式不正确", "请使用系统返回的编号。"),
    "json_invalid": ("不是有效的 JSON", "请检查提交内容的格式。"),
    "extra_forbidden": ("不接受此字段", "请去掉此字段。"),
    "too_long": ("最多 {max_length} 项", "请减少到 {max_length} 项以内。"),
    "too_short": ("至少 {min_length} 项", "请至少提供 {min_length} 项。"),
    "date_parsing": ("日期格式不正确", "请使用 YYYY-MM-DD。"),
    "date_from_datetime_parsing": ("日期格式不正确", "请使用 YYYY-MM-DD。"),
    "datetime_parsing": ("时间格式不正确", "请使用带时区的 ISO 8601 时间。"),
    "model_attributes_type": ("应为对象", "请检查提交内容的结构。"),
    "dict_type": ("应为对象", "请检查提交内容的结构。"),
    "list_type": ("应为列表", "请检查提交内容的结构。"),
    "date_from_datetime_inexact": ("日期格式不正确", "请使用 YYYY-MM-DD。"),
    "date_type": ("日期格式不正确", "请使用 YYYY-MM-DD。"),
    "url_parsing": ("网址格式不正确", "请填写完整网址。"),
}
_DIGITS = re.compile(r"\^(?:\[0-9\]|\\d)\{(?P<least>\d+)(?:,(?P<most>\d+))?\}\$")
"""The patterns that people meet in forms are numbers of digits: codes by SMS, postcodes."""
_QUOTED = re.compile(r"'([^']*)'")
CHOICES_SHOWN = 40
FILE = "file"
"""The name of every field that takes a file."""
PLACES = frozenset({"body", "query", "path", "header", "cookie"})


def field_faults(errors: Sequence[Any]) -> list[FieldFault]:
    """One fault for each finding; values are never repeated, they may be personal."""
    return [_fault(error) for error in errors]


def _fault(error: dict[str, Any]) -> FieldFault:
    place = [str(part) for part in error.get("loc", ())]
    field = ".".join(place[1:] if place and place[0] in PLACES and len(place) > 1 else place) or "body"
    if place and place[0] == "query" and len(place) > 1:
        field = place[1]  # a parameter that may be repeated has places that nobody wrote
    if error["type"] == "json_invalid":
        field = "body"
    if error["type"] == "value_fault":
        return FieldFault(field=field, reason=error["ctx"]["reason"], remedy=error["ctx"]["remedy"])
    if error["type"] == "missing" and field == FILE:
        return FieldFault(field=field, reason="未选择文件", remedy="请选择要上传的文件。")
    if "UploadFile" in str(error.get("ctx", {}).get("error", "")):
        return FieldFault(field=field, reason="应为文件", remedy="请选择要上传的文件。")
    if error["type"] in {"value_error", "assertion_error"}:
        # A model's own validator speaks for itself: "<reason>;<remedy>".
        reason, _, remedy = str(error["ctx"]["error"]).partition(";")
        return FieldFault(field=field, reason=reason, remedy=remedy)
    if error["type"] == "string_pattern_mismatch" and (digits := _DIGITS.fullmatch(error["ctx"]["pattern"])):
        if _in_full_width(error.get("input"), error["ctx"]["pattern"]):
            return FieldFault(field=field, reason="应使用半角数字", remedy="请切换到半角输入后重新填写。")
        length = digits["least"] + (f"至{digits['most']}" if digits["most"] else "")
        return FieldFault(field=field, reason=f"应为{length}位数字", remedy=f"请填写{length}位数字。")
    reason, remedy = WORDS.get(error["type"], ("格式不正确", "请检查此项。"))
    facts = _Lenient(error.get("ctx") or {})
    if "expected" in facts:
        facts["expected"] = _choices(_QUOTED.findall(str(facts["expected"])) or [str(facts["expected"])])
    return FieldFault(field=field, reason=reason.format_map(facts), remedy=remedy.format_map(facts))


def _in_full_width(value: Any, pattern: str) -> bool:
    """Whether of these digits the width alone is wrong."""
    return isinstance(value, str) and re.fullmatch(pattern, half_width(value), re.ASCII) is not None


def _choices(codes: Sequence[str]) -> str:
    """Codes as people choose from them: with their labels, where an enumeration of these codes has any."""
    labels = _labels_of(tuple(codes))
    shown = [f"{code} {labels[code]}" if code in labels else code for code in codes[:CHOICES_SHOWN]]
    more = f"等{len(codes)}项" if len(codes) > CHOICES_SHOWN else ""
    return "、".join(shown) + more


def _labels_of(codes: tuple[str, ...]) -> dict[str, str]:
    """pydantic tells the codes and not whose they are. Where several enumerations have the same codes and call them
    differently, none is believed."""
    named = [
        {code.value: str(vars(type(code))["label"].__get__(code)) for code in kind}
        for kind in _enumerations(StrEnum)
        if isinstance(vars(kind).get("label"), property) and tuple(code.value for code in kind) == codes
    ]
    return named[0] if named and all(labels == named[0] for labels in named) else {}


def _enumerations(of: type[StrEnum]) -> Iterator[type[StrEnum]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _enumerations(kind)


class _Lenient(dict):
    def __missing__(self, key: str) -> str:
        return ""
