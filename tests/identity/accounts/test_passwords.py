"""Which passwords can be taken."""

import pytest

from identity.accounts.states import WORST, password_faults

MOBILE = "13812340001"


class TestPasswordRules:
    @pytest.mark.parametrize(
        "password", ["Qianyue2026", "a1b2c3d4", "x" * 63 + "1", "毕业2026签约a1", "correct horse 7"]
    )
    def test_takes_letters_and_digits_of_8_to_64_characters(self, password: str) -> None:
        assert password_faults(password, password, MOBILE) == []

    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("a1b2c3d", "密码应为8至64个字符"),
            ("x" * 64 + "1", "密码应为8至64个字符"),
            ("abcdefghij", "密码至少应包含一个字母和一个数字"),
            ("9876543210", "密码至少应包含一个字母和一个数字"),
            ("中文密码没有字母1234", "密码至少应包含一个字母和一个数字"),
            (f"a{MOBILE}", "密码不能包含手机号"),
            (MOBILE, "密码不能包含手机号"),
            ("abc12345", "密码过于常见，容易被猜中"),
            ("ABC12345", "密码过于常见，容易被猜中"),
            ("abc\u20091234x", "密码中有不可见字符"),
        ],
    )
    def test_refuses(self, password: str, reason: str) -> None:
        [fault] = password_faults(password, password, MOBILE)
        assert (fault.field, fault.reason) == ("password", reason)

    def test_refuses_an_unlike_confirmation(self) -> None:
        [fault] = password_faults("Qianyue2026", "Qianyue2027", MOBILE)
        assert fault.field == "password_confirmation"

    def test_the_list_of_the_worst_holds_only_what_the_other_rules_let_pass(self) -> None:
        for word in WORST:
            [fault] = password_faults(word, word, MOBILE)
            assert fault.reason == "密码过于常见，容易被猜中", word
