"""What is said of text that a pattern refuses."""

from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from common.http.validation import field_faults


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "reason"),
        [(r"^[0-9]{6}$", "应为6位数字"), (r"^[0-9]{8,32}$", "应为8至32位数字"), (r"^\d{2}$", "应为2位数字")],
    )
    def test_of_digits_say_how_many(self, pattern: str, reason: str) -> None:
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(Annotated[str, Field(pattern=pattern)]).validate_python("abc")
        [fault] = field_faults(refused.value.errors())
        assert (fault.reason, fault.remedy) == (reason, f"请填写{reason.removeprefix('应为')}。")
