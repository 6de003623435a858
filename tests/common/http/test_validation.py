"""What is said of text that a pattern refuses."""

from enum import StrEnum
from typing import Annotated, Any

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

    def test_of_digits_tell_who_typed_them_in_full_width(self) -> None:
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(Annotated[str, Field(pattern=r"^[0-9]{6}$")]).validate_python("１２３４５６")
        [fault] = field_faults(refused.value.errors())
        assert fault.reason == "应使用半角数字"


class TestPlaces:
    def test_of_a_repeatable_parameter_is_its_name(self) -> None:
        [fault] = field_faults([{"type": "missing", "loc": ("query", "status", 0)}])
        assert fault.field == "status"

    def test_in_a_list_of_a_body_keep_their_number(self) -> None:
        [fault] = field_faults([{"type": "missing", "loc": ("body", "rows", 0, "id")}])
        assert fault.field == "rows.0.id"


class TestBounds:
    def test_are_in_the_remedy_too(self) -> None:
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(Annotated[int, Field(ge=2)]).validate_python(1)
        [fault] = field_faults(refused.value.errors())
        assert (fault.reason, fault.remedy) == ("不能小于 2", "请填写 2 或更大的数值。")


class TestChoices:
    def test_have_their_labels_and_are_cut_after_forty(self) -> None:
        class Colour(StrEnum):
            RED = "crimson-red"
            BLUE = "navy-blue"

            @property
            def label(self) -> str:
                return {"crimson-red": "深红", "navy-blue": "藏青"}[self.value]

        many: Any = StrEnum("many", {f"A{n}": f"code-{n}" for n in range(42)})  # type: ignore[misc]  # made of a comprehension
        for kind, end in ((Colour, "可选：crimson-red 深红、navy-blue 藏青"), (many, "code-38、code-39等42项")):
            with pytest.raises(ValidationError) as refused:
                TypeAdapter(kind).validate_python("x")
            [fault] = field_faults(refused.value.errors())
            assert fault.reason.endswith(end)
