"""How a check becomes a pydantic type: the schema's error is the check's own sentence."""

from collections.abc import Callable
from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


class ValueFault(ValueError):
    """A value that cannot be taken: `reason` says what is wrong with it, `remedy` what to do. Both are Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}，{remedy}")
        self.reason = reason
        self.remedy = remedy


def checked(check: Callable[[str], Any]) -> BeforeValidator:
    """A validator that runs `check` on text. Its error has type `value_fault`, with `reason` and `remedy` in `ctx`."""

    def validate(value: Any) -> Any:
        try:
            return check(text_of(value))
        except ValueFault as fault:
            raise schema_error(fault) from None

    return BeforeValidator(validate)


def schema_error(fault: ValueFault) -> PydanticCustomError:
    """The fault as pydantic reports it: `msg` is the whole sentence, without a prefix."""
    return PydanticCustomError("value_fault", "{reason}，{remedy}", {"reason": fault.reason, "remedy": fault.remedy})


def text_of(value: Any) -> str:
    """The value itself if it is text. Numbers are refused: they have already lost leading zeros or digits."""
    if not isinstance(value, str):
        raise ValueFault("应为文字", "请以文字（字符串）形式提交")
    return value
