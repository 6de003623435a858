import pytest

from common.contracts.values.checked import ValueFault
from common.contracts.values.cnaps import check_cnaps, warnings

VALID = ["102110009918", "103100009929", "305584009938", "403331009943", "313290009959", "104651009968"]


class TestCnaps:
    @pytest.mark.parametrize("code", VALID)
    def test_accepts_codes_with_the_right_check_digit(self, code: str) -> None:
        assert check_cnaps(code) == code
        assert warnings(code) == []

    def test_only_warns_of_a_wrong_check_digit(self) -> None:
        assert check_cnaps("102110009917") == "102110009917"
        assert "校验位不符" in warnings("102110009917")[0]

    @pytest.mark.parametrize("code", ["10211000991", "1021100099180", "10211000991X", ""])
    def test_refuses_what_is_not_twelve_digits(self, code: str) -> None:
        with pytest.raises(ValueFault, match="12位数字"):
            check_cnaps(code)
