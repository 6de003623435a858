from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.contracts.values.calendar import check_date, check_day, check_year_month
from common.contracts.values.checked import ValueFault


class TestCheckDate:
    @pytest.mark.parametrize(
        "text", ["20020315", "2002-03-15", "2002/3/15", "2002.3.15", "2002年3月15日", " ２００２０３１５ "]
    )
    def test_reads_it_as_people_write_it(self, text: str) -> None:
        assert check_date(text) == date(2002, 3, 15)

    @pytest.mark.parametrize("text", ["", "2002", "20020230", "00000101", "15/3/2002", "2002-3", "२००२०३१५"])
    def test_refuses_what_is_no_day(self, text: str) -> None:
        with pytest.raises(ValueFault, match="8位数字"):
            check_date(text)

    @given(st.dates(date(1, 1, 1)))
    def test_reads_every_day(self, day: date) -> None:
        assert check_date(f"{day.year:04d}-{day.month}-{day.day}") == day


class TestCheckDay:
    def test_reads_an_iso_date(self) -> None:
        assert check_day("2027-07-15") == date(2027, 7, 15)

    @pytest.mark.parametrize(
        "text", ["2027-07-15T00:00:00", "20270715", "2027-7-15", "2027-02-30", "２０２７-07-15", ""]
    )
    def test_refuses_everything_else(self, text: str) -> None:
        with pytest.raises(ValueFault, match="YYYY-MM-DD"):
            check_day(text)


class TestCheckYearMonth:
    @pytest.mark.parametrize("text", ["202309", "2023-09", "2023-9", "2023年9月", "2023/9", "20230901", "2023-9-1"])
    def test_reads_it_as_people_write_it(self, text: str) -> None:
        assert check_year_month(text) == "202309"

    @pytest.mark.parametrize("text", ["", "2023", "202313", "202300", "20230931", "9月"])
    def test_refuses_what_is_no_month(self, text: str) -> None:
        with pytest.raises(ValueFault):
            check_year_month(text)
