"""What to do about a character that no font can draw: find it, or print its code point instead."""

from collections.abc import Iterator
from enum import Enum
from typing import TypeVar

from pydantic import BaseModel

from documents.agreement.rendering.fonts import UndrawableText, missing_glyphs
from documents.agreement.rendering.sheet import AgreementSheet

SPELLED_OUT_REMARK = (
    "本协议书中以［U+］加十六进制数字表示的，是暂无可用字形的汉字或符号的 Unicode 码位，与该字符具有同一含义。"
)

Block = TypeVar("Block", bound=BaseModel)


def ensure_drawable(sheet: AgreementSheet) -> None:
    """Raise `UndrawableText` if a text of the sheet holds a character that no font can draw."""
    if missing := missing_glyphs("\n".join(_texts(sheet))):
        raise UndrawableText(missing)


def spell_out(sheet: AgreementSheet) -> AgreementSheet:
    """A copy in which every undrawable character is printed as ［U+XXXX］, with a remark that says what it means.

    The code point names exactly one character, so nothing of what was agreed is lost, and once a font has the
    shape the same sheet can be rendered as written. A sheet that can be drawn comes back unchanged.
    """
    spelled = with_code_points(sheet)
    if spelled is sheet:
        return sheet
    remark = "\n".join(filter(None, [spelled.remark, SPELLED_OUT_REMARK]))
    return spelled.model_copy(update={"remark": remark})


def with_code_points(block: Block) -> Block:
    """The same without a remark, for any printed thing; what can be drawn comes back unchanged."""
    missing = missing_glyphs("\n".join(_texts(block)))
    if not missing:
        return block
    return _translate(block, str.maketrans({character: f"［U+{ord(character):04X}］" for character in missing}))


def _texts(block: BaseModel) -> Iterator[str]:
    for _, value in block:
        if isinstance(value, BaseModel):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value


def _translate(block: Block, table: dict[int, str]) -> Block:
    changes: dict[str, object] = {}
    for name, value in block:
        if isinstance(value, BaseModel):
            changes[name] = _translate(value, table)
        elif isinstance(value, str) and not isinstance(value, Enum):
            changes[name] = value.translate(table)
    return block.model_copy(update=changes)
