"""Characters that text from people and spreadsheets brings along: full-width forms, invisible and private ones."""

import re
import unicodedata

from common.contracts.values.checked import ValueFault

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPACES = re.compile(r"\s+")
# U+200B zero width space, U+2060 word joiner, U+FEFF byte order mark, U+00AD soft hyphen: left behind by copying.
_COPY_RESIDUE = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x00AD))
# Letters by category and yet nothing to see: Hangul fillers.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Planes 2 and 3 hold ideographs only; the interpreter's tables may be older than their latest extensions.
_IDEOGRAPHIC_PLANES = range(0x20000, 0x3FFFE)


def half_width(text: str) -> str:
    """Full-width ASCII (Ａ１＋) and the ideographic space as their ordinary forms."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """Half-width, without any white space and without what copying leaves behind: for codes and numbers."""
    return _SPACES.sub("", half_width(text).translate(_COPY_RESIDUE))


def without_copy_residue(text: str) -> str:
    """The text without zero-width spaces, byte order marks and soft hyphens."""
    return text.translate(_COPY_RESIDUE)


def is_invisible(character: str) -> bool:
    """True for control, format and bidirectional characters, fillers, selectors and unassigned code points."""
    if character in _BLANK_LETTERS or any(ord(character) in block for block in _VARIATION_SELECTORS):
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        return ord(character) not in _IDEOGRAPHIC_PLANES
    return category in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_private(character: str) -> bool:
    """True for 自造字: code points that have a meaning on the typist's machine alone."""
    return unicodedata.category(character) == "Co"


def refuse_unprintable(text: str, allowed: str = "") -> None:
    """Raises `ValueFault` at the first invisible or private character that is not in `allowed`."""
    for place, character in enumerate(text, start=1):
        if character in allowed:
            continue
        if is_private(character):
            raise ValueFault(
                f"第{place}个字是自造字（U+{ord(character):04X}），其他系统无法显示",
                "请改用 GB 18030-2022 收录的标准汉字重新输入",
            )
        if is_invisible(character):
            raise ValueFault(
                f"第{place}个字是不可见字符（U+{ord(character):04X}）", "请删除后重新输入，不要从网页或文档中直接粘贴"
            )
