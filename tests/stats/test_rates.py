"""The rates as pure functions, against a real school's report."""

from decimal import Decimal

import pytest

from common.contracts.codes import DESTINATIONS
from stats.school.formulas import FORMULAS
from stats.school.states import columns_of, formula_for, shares_of

# A real school report of 5,082 graduates. 西部计划 503, 三支一扶 502, 其他地方基层 519, 地方特岗 511, 选调生 512.
REPORT = {
    "10": 2812, "11": 282, "46": 24, "503": 16, "502": 5, "519": 3, "511": 2, "512": 1,
    "75": 18, "12": 46, "76": 11, "801": 1078, "85": 33, "802": 1, "70": 731, "71": 14, "72": 5,
}  # fmt: skip
GRADUATES = 5082


def shares(cohort: int) -> dict[str, tuple[int, Decimal | None]]:
    found = shares_of(formula_for(cohort), REPORT, GRADUATES)
    return {share.label: (share.numerator, share.percent) for share in found}


class TestGoldenReport:
    def test_is_the_whole_cohort(self) -> None:
        assert sum(REPORT.values()) == GRADUATES

    def test_by_the_formula_of_2021(self) -> None:
        assert shares(2021) == {
            "毕业去向落实率": (4332, Decimal("85.24")),
            "协议和合同就业率": (3145, Decimal("61.89")),
            "自主创业率": (18, Decimal("0.35")),
            "灵活就业率": (57, Decimal("1.12")),
            "升学率": (1112, Decimal("21.88")),
            "待就业率": (731, Decimal("14.38")),
            "暂不就业率": (19, Decimal("0.37")),
            "未登记": (0, Decimal("0.00")),
        }

    def test_by_the_formula_of_2024(self) -> None:
        found = shares(2024)
        assert found["毕业去向落实率"] == (4332, Decimal("85.24"))
        assert found["单位就业率"] == (3145 + 46, Decimal("62.79"))
        assert found["自由职业率"] == (11, Decimal("0.22"))
        assert "灵活就业率" not in found

    def test_is_never_added_up_from_rounded_rates(self) -> None:
        found = shares(2021)
        whole = [found[label] for label in ("毕业去向落实率", "待就业率", "暂不就业率")]
        assert sum(numerator for numerator, _ in whole) == GRADUATES
        assert sum(percent or 0 for _, percent in whole) == Decimal("99.99")


class TestFormulas:
    @pytest.mark.parametrize(
        ("cohort", "version"), [(2019, "2021"), (2021, "2021"), (2023, "2021"), (2024, "2024"), (2030, "2024")]
    )
    def test_go_by_cohort(self, cohort: int, version: str) -> None:
        assert formula_for(cohort).version == version

    @pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.version)
    def test_count_every_code_exactly_once(self, formula: object) -> None:
        bases = [base for rate in formula.rates for base in rate.bases]  # type: ignore[attr-defined]
        assert sorted(bases) == sorted({code.code[:2] for code in DESTINATIONS.items()})

    def test_have_no_percentage_where_there_is_nobody(self) -> None:
        assert {share.percent for share in shares_of(formula_for(2027), {}, 0)} == {None}

    def test_round_halves_up(self) -> None:
        (placement, *_) = shares_of(formula_for(2027), {"10": 1}, 800)
        assert placement.percent == Decimal("0.13")

    def test_tell_who_has_registered_nothing(self) -> None:
        assert shares_of(formula_for(2027), {"10": 3, "70": 1}, 10)[-1][2:] == (6, 10, Decimal("60.00"))


class TestColumns:
    def test_add_up_as_in_the_guide(self) -> None:
        """guides/003 fig 24, 其他院系 without its rescissions: 总数 counts signings, not graduates."""
        row = columns_of(2, {"rejected": 1, "declined": 3})
        assert (row["total"], row["records"], row["rejected"], row["declined"], row["signed"]) == (2, 4, 1, 3, 0)
