"""姓名: every name an identity card carries. NFC, `·` is U+00B7, all ideographs of GB 18030-2022, to 100 characters."""

import re
import unicodedata
from typing import Annotated

from pydantic import Field

from common.contracts.values.characters import half_width, refuse_unprintable, without_copy_residue
from common.contracts.values.checked import ValueFault, checked

LONGEST = 100
_DOT = "·"
# Input methods and older systems write the dot of 买买提·吐尔逊 in many ways.
_DOT_LOOKALIKES = str.maketrans(dict.fromkeys("•・‧･∙⋅●᛫⸱⦁◦ꞏ․﹒", _DOT))
_HAN = r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
_FULL_STOP_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s*[.．。]\s*(?={_HAN})")
_SPACED_DOT = re.compile(r"\s*·[\s·]*")
_KANGXI_RADICALS = re.compile(r"[\u2e80-\u2fd5]")
_LEGACY_PRIVATE_USE = range(0xE815, 0xE865)
_PUNCTUATION = frozenset("·.'’‘-‐ ,")
_REMEDY = "请填写身份证件上的姓名"


def check_person_name(text: str) -> str:
    """The name in its canonical form. Raises `ValueFault` for what no identity card prints."""
    name = _canonical(text)
    if not name:
        raise ValueFault("姓名不能为空", _REMEDY)
    if len(name) > LONGEST:
        raise ValueFault(f"姓名最多{LONGEST}个字，现为{len(name)}个字", "请填写身份证件上的姓名，不要附加说明")
    refuse_unprintable(name)
    for character in name:
        _refuse_foreign_to_names(character)
    if not any(_is_letter(character) for character in name):
        raise ValueFault("姓名中没有文字", _REMEDY)
    return name


def match_key(name: str) -> str:
    """What two spellings of one name have in common: width, dots, spaces and capitals do not count.

    For exact comparison and blind indexes, never for showing.
    """
    plain = re.sub(r"[‘’]", "'", half_width(_canonical(half_width(name))))
    return re.sub(r"\s+", "", plain).casefold()


def _canonical(text: str) -> str:
    plain = without_copy_residue(text).translate(_DOT_LOOKALIKES)
    plain = "".join(_standard(character) for character in plain)
    plain = unicodedata.normalize("NFC", plain)
    plain = _FULL_STOP_BETWEEN_HAN.sub(_DOT, plain)
    plain = _SPACED_DOT.sub(_DOT, plain)
    return re.sub(r"[\s\u3000]+", " ", plain).strip(" ·")


def _standard(character: str) -> str:
    """The standard ideograph for a radical pasted from a PDF, or for one of the 80 places where GBK-era systems kept
    characters such as 䶮 (U+E863) before Unicode had them (GB 18030-2005, double bytes FE50 to FEA0)."""
    if _KANGXI_RADICALS.match(character):
        return unicodedata.normalize("NFKC", character)
    if ord(character) not in _LEGACY_PRIVATE_USE:
        return character
    trail = 0x50 + ord(character) - _LEGACY_PRIVATE_USE.start
    return bytes((0xFE, trail if trail < 0x7F else trail + 1)).decode("gb18030")


def _is_letter(character: str) -> bool:
    # "Cn" past `refuse_unprintable` is an ideograph newer than the interpreter's tables.
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Cn" or character == "〇"


def _refuse_foreign_to_names(character: str) -> None:
    category = unicodedata.category(character)
    if _is_letter(character) or category[0] == "M" or character in _PUNCTUATION:
        return
    if category[0] == "N":
        raise ValueFault(f"姓名中不能有数字“{character}”", _REMEDY)
    if character in "?？*＊□■〓�":
        raise ValueFault(
            f"姓名中有占位符“{character}”", "如含生僻字，请用支持 GB 18030-2022 的输入法录入该字，不要用符号代替"
        )
    raise ValueFault(f"姓名中不能有符号“{character}”", "请填写身份证件上的姓名，间隔号请用“·”，不要附加括号说明")


PersonName = Annotated[
    str, checked(check_person_name), Field(description="姓名，与身份证件一致", examples=["买买提·吐尔逊"])
]
