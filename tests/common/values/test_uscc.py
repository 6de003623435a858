import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from common.contracts.values.checked import ValueFault
from common.contracts.values.uscc import USCC, check_character, check_uscc, warnings

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALID = [
    "91110108MA00TTT09Y",
    "91310115MA1TTT9930",
    "92440106MA5TTT1220",
    "1242000040000TT11W",
    "1137000000000TT20E",
    "52330100MJ8TTT34XN",
    "N2510107MF0TTT56X5",
    "91110105MA00003490",
    "91440305MA000020XY",
]


class TestCheckUscc:
    @pytest.mark.parametrize("code", VALID)
    def test_accepts_what_the_standard_accepts(self, code: str) -> None:
        assert check_uscc(code) == code

    def test_a_remainder_of_zero_has_the_check_character_0(self) -> None:
        assert check_character("91110105MA0000349") == "0"

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("91110108MA00TTT09X", "校验位不正确"),
            ("91110108MA0OTTT09Y", "第12位“O”不是允许的字符"),
            ("91110108MA00TTT09", "应为18位，现为17位"),
            ("", "现为0位"),
            ("01110108MA00TTT09Y", "第1位“0”不是登记管理部门代码"),
            ("91110108MA00TTT0９Ý", "不是允许的字符"),
            ("९1110108MA00TTT09Y", "第1位“९”不是允许的字符"),
        ],
    )
    def test_refuses_and_says_what_is_wrong(self, code: str, reason: str) -> None:
        with pytest.raises(ValueFault) as refused:
            check_uscc(code)
        assert reason in refused.value.reason
        assert refused.value.remedy

    @pytest.mark.parametrize("letter", "IOSVZ")
    def test_refuses_letters_the_alphabet_leaves_out(self, letter: str) -> None:
        with pytest.raises(ValueFault, match="不含 I、O、S、V、Z"):
            check_uscc(f"91110108MA00TT{letter}09Y")

    def test_reads_full_width_lower_case_and_spaced_input(self) -> None:
        assert check_uscc(" ９１１１０１０８ ma00ttt09ｙ　") == "91110108MA00TTT09Y"

    @given(
        st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=16, max_size=16),
        st.integers(0, 16),
        st.sampled_from(ALPHABET),
    )
    def test_one_wrong_character_never_passes(self, body: str, place: int, other: str) -> None:
        code = f"9{body}"
        code += check_character(code)
        assert check_uscc(code) == code
        broken = code[:place] + other + code[place + 1 :]
        if broken != code:
            with pytest.raises(ValueFault):
                check_uscc(broken)


class TestWarnings:
    def test_a_code_with_a_sound_inner_part_has_none(self) -> None:
        body = "91110108000000000"[:16]
        inner = check_inner(body[8:16])
        code = f"{body}{inner}"
        assert warnings(code + check_character(code)) == []

    def test_the_inner_check_digit_only_warns(self) -> None:
        assert any("组织机构代码" in warning for warning in warnings("91110108MA00TTT01Y"))


def check_inner(body: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0X987654321"[(total % 11)] if total % 11 else "0"


class Employer(BaseModel):
    uscc: USCC


class TestSchemaType:
    def test_says_the_reason_and_the_remedy_without_a_prefix(self) -> None:
        with pytest.raises(ValidationError) as refused:
            Employer.model_validate({"uscc": "91110108MA00TTT09X"})
        error = refused.value.errors()[0]
        assert error["msg"] == "统一社会信用代码校验位不正确，请对照营业执照或统一社会信用代码证书重新填写"
        assert error["ctx"]["remedy"] == "请对照营业执照或统一社会信用代码证书重新填写"

    def test_refuses_a_number_where_text_is_due(self) -> None:
        with pytest.raises(ValidationError, match="应为文字"):
            Employer.model_validate({"uscc": 911101080000000000})

    def test_is_a_string_in_the_api_description(self) -> None:
        described = Employer.model_json_schema()["properties"]["uscc"]
        assert described["type"] == "string"
        assert described["examples"] == ["91110108MA00TTT09Y"]
