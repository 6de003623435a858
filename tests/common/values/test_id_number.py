import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.contracts.values.checked import ValueFault
from common.contracts.values.id_number import birth_date, check_character, check_id_number, mask, sex_code, warnings

ORDINARY = [
    "110108200203159010",
    "510107200307089027",
    "370102200002299244",
    "440106200111209133",
    "420106200209019350",
    "650102200301129576",
    "510182200206109084",
    "33010620020401900X",
    "110103200105059460",
    "810000200101019112",
    "820000200101019077",
    "830000200101019220",
    "330113200204019011",
    "330114200204019018",
    "460400200204019015",
    "659012200204019012",
]


class TestCheckIdNumber:
    @pytest.mark.parametrize("number", ORDINARY)
    def test_accepts_every_area_old_and_new(self, number: str) -> None:
        assert check_id_number(number) == number
        assert warnings(number) == []

    def test_an_unknown_area_warns_and_passes(self) -> None:
        body = "99123420020315901"[:17].replace("991234", "019999")
        number = body + check_character(body)
        assert check_id_number(number) == number
        assert "019999" in warnings(number)[0]

    @pytest.mark.parametrize(
        ("number", "reason"),
        [
            ("110108200203159011", "校验位（第18位）不正确"),
            ("110108200213019011", "“20021301”不是真实的出生日期"),
            ("110108200202309013", "“20020230”不是真实的出生日期"),
            ("110108190002299013", "不是真实的出生日期"),
            ("110108020315901", "15位旧身份证号已停止使用"),
            ("11010820020315901", "应为18位，现为17位"),
            ("1101082002031590X0", "前17位应为数字"),
            ("11010820020315901²", "应为数字或 X"),
            ("", "现为0位"),
        ],
    )
    def test_refuses_and_says_what_is_wrong(self, number: str, reason: str) -> None:
        with pytest.raises(ValueFault) as refused:
            check_id_number(number)
        assert reason in refused.value.reason
        assert number == "" or number not in str(refused.value)

    def test_stores_a_capital_x(self) -> None:
        assert check_id_number(" 33010620020401900x ") == "33010620020401900X"

    @given(st.text(max_size=24))
    def test_any_text_is_either_taken_or_refused(self, text: str) -> None:
        with contextlib.suppress(ValueFault):
            assert len(check_id_number(text)) == 18

    @given(st.dates(date(1950, 1, 1), date(2010, 12, 31)), st.integers(0, 999), st.integers(0, 16))
    def test_a_wrong_digit_never_passes(self, born: date, order: int, place: int) -> None:
        body = f"110108{born:%Y%m%d}{order:03d}"
        number = body + check_character(body)
        assert check_id_number(number) == number
        broken = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(ValueFault):
            check_id_number(broken)


class TestWhatANumberTells:
    def test_the_date_of_birth(self) -> None:
        assert birth_date("370102200002299244") == date(2000, 2, 29)

    def test_the_sex(self) -> None:
        assert sex_code("110108200203159010") == "1"
        assert sex_code("510107200307089027") == "2"

    def test_screens_show_the_first_three_and_the_last_four(self) -> None:
        assert mask("110108200203159010") == "110***********9010"
