"""One list of codes: what is in force, what older files carry, and how people write it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo

from common.contracts.values.characters import compact
from common.contracts.values.checked import ValueFault, checked

_MOST_LISTED = 12
_BRACKETS = str.maketrans("()[]", "（）（）")


class Code(NamedTuple):
    """One line of a picker."""

    code: str
    label: str


class CodeList:
    """A versioned list of codes.

    `title` is the field's name on screens; `version` the year or standard it follows. `retired` holds codes of older
    lists: they keep their label for old records and are refused in new ones, with the remedy given for each or
    a general one. `spellings` maps other ways to write a label to its code.
    """

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        *,
        version: str,
        spellings: Mapping[str, str] | None = None,
        retired: Mapping[str, str] | None = None,
        remedies: Mapping[str, str] | None = None,
    ) -> None:
        self.title = title
        self.version = version
        self._labels = dict(labels)
        self._retired = dict(retired or {})
        self._remedies = dict(remedies or {})
        self._codes = {_plain(label): code for code, label in self._labels.items()}
        self._codes |= {_plain(spelling): code for spelling, code in (spellings or {}).items()}

    def __contains__(self, code: object) -> bool:
        return code in self._labels

    def items(self) -> list[Code]:
        """The codes in force, in the order of the list."""
        return [Code(code, label) for code, label in self._labels.items()]

    def retired(self) -> list[Code]:
        """The codes of older lists: they label old records and are refused in new ones."""
        return [Code(code, label) for code, label in self._retired.items()]

    def label(self, code: str) -> str:
        """The label of a code in force or retired. Raises `ValueFault` for any other."""
        found = self._labels.get(code) or self._retired.get(code)
        if found is None:
            raise self._unknown(code)
        return found

    def check(self, text: str) -> str:
        """The code itself if it is in force. Raises `ValueFault`."""
        code = compact(text)
        if code in self._labels:
            return code
        raise self._unknown(code)

    def code_of(self, label: str) -> str:
        """The code of a label in any of its spellings. Raises `ValueFault`."""
        code = self._codes.get(_plain(label))
        if code is None:
            raise self._unknown(label.strip())
        return code

    def parse(self, text: str) -> str:
        """The code for a code or a label, as imported files carry either. Raises `ValueFault`."""
        code = compact(text)
        return self._codes.get(_plain(text)) or self.check(code)

    def checked(self) -> BeforeValidator:
        """Validator for a schema that takes codes."""
        return checked(self.check)

    def parsed(self) -> BeforeValidator:
        """Validator for a row of an imported file, which takes codes and labels."""
        return checked(self.parse)

    def field(self) -> Any:
        """The schema's description: every code with its label."""
        listed = "，".join(f"{code} {label}" for code, label in self._labels.items())
        description: FieldInfo = Field(
            description=f"{self.title}（{self.version}）：{listed}", json_schema_extra={"enum": list(self._labels)}
        )
        return description

    def _unknown(self, given: str) -> ValueFault:
        shown = given[:30]
        if given in self._remedies:
            return ValueFault(f"{self.title}“{shown}”不能使用", self._remedies[given])
        if given in self._retired:
            return ValueFault(f"{self.title}“{shown} {self._retired[given]}”已停用", f"请改用：{self._choices()}")
        if given.isdigit() and given.zfill(2) in self._labels:
            padded = given.zfill(2)
            return ValueFault(
                f"{self.title}代码“{shown}”缺少前导零",
                f"请填写两位代码“{padded}”或“{self._labels[padded]}”；表格中的该列应为文本格式",
            )
        return ValueFault(f"{self.title}“{shown}”不在代码表中", f"请填写：{self._choices()}")

    def _choices(self) -> str:
        shown = [f"{code} {label}" for code, label in list(self._labels.items())[:_MOST_LISTED]]
        rest = len(self._labels) - len(shown)
        return "、".join(shown) + (f" 等{len(self._labels)}项之一" if rest else "")


def _plain(label: str) -> str:
    return compact(label).translate(_BRACKETS)
