"""Free text from people, with a limit in characters. `Annotated[str, Text(200, lines=True)]`."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from common.contracts.values.characters import refuse_unprintable, without_copy_residue
from common.contracts.values.checked import ValueFault, schema_error, text_of

_JOINERS = "\u200c\u200d"  # Uyghur, Persian and Mongolian script need them inside words
_EMOJI_SELECTOR = "\ufe0f"


@dataclass(frozen=True)
class Text:
    """Text of `minimum` to `maximum` characters. One line unless `lines`, then line breaks and tabs stay."""

    maximum: int
    minimum: int = 1
    lines: bool = False

    def check(self, text: str) -> str:
        """NFC, trimmed, line ends as \\n. Raises `ValueFault` that names the limit and the length given."""
        clean = _clean(text, lines=self.lines)
        refuse_unprintable(clean, allowed=_JOINERS + _EMOJI_SELECTOR + ("\n\t" if self.lines else ""))
        if len(clean) > self.maximum:
            raise ValueFault(f"最多{self.maximum}个字，现为{len(clean)}个字", f"请删减{len(clean) - self.maximum}个字")
        if not clean and self.minimum:
            raise ValueFault("不能为空", "请填写")
        if len(clean) < self.minimum:
            raise ValueFault(f"至少{self.minimum}个字，现为{len(clean)}个字", f"请填写至少{self.minimum}个字")
        return clean

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: Any) -> Any:
            try:
                return self.check(text_of(value))
            except ValueFault as fault:
                raise schema_error(fault) from None

        return core_schema.no_info_before_validator_function(validate, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minLength": self.minimum, "maxLength": self.maximum}


def _clean(text: str, *, lines: bool) -> str:
    plain = unicodedata.normalize("NFC", without_copy_residue(text))
    if not lines:
        return re.sub(r"[\s\u3000]+", " ", plain).strip()
    unified = re.sub(r"\r\n?|[\u2028\u2029\v\f\x85]", "\n", plain)
    return re.sub(r"[^\S\n]+\n", "\n", unified).strip()
