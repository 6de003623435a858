"""Rules of the public check, without I/O."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.agreement.states import (
    ALPHABET,
    masked_employer,
    masked_person,
    new_check_code,
    read_check_code,
)
from documents.checks.states import ADDRESSES_REMEMBERED, Visits, prefers_html


class TestCheckCode:
    def test_is_different_each_time_and_reads_back(self) -> None:
        codes = {new_check_code() for _ in range(1000)}
        assert len(codes) == 1000
        assert all(read_check_code(code) == code for code in codes)

    @pytest.mark.parametrize(
        ("typed", "read"), [("oil0-7kq4-9m2x", "0110-7KQ4-9M2X"), ("7KQ4 9M2X 0ZT8", "7KQ4-9M2X-0ZT8")]
    )
    def test_forgives_look_alikes_and_grouping(self, typed: str, read: str) -> None:
        assert read_check_code(typed) == read

    @given(st.text())
    def test_anything_else_is_no_code(self, typed: str) -> None:
        read = read_check_code(typed)
        assert read is None or set(read.replace("-", "")) <= set(ALPHABET)


class TestMasks:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [("王䶮", "王*"), ("欧阳静怡", "欧***"), ("𠮷田明", "𠮷**"), ("买买提·吐尔逊", "买******"), ("李", "李")],
    )
    def test_of_a_person_leave_the_first_character(self, name: str, masked: str) -> None:
        assert masked_person(name) == masked

    @pytest.mark.parametrize(
        ("name", "masked"),
        [("杭州云栖数据有限公司", "杭州****有限公司"), ("王记粮油店", "王****"), ("某市人民政府", "某*****")],
    )
    def test_of_an_employer_leave_beginning_and_legal_form(self, name: str, masked: str) -> None:
        assert masked_employer(name) == masked


class TestAccept:
    @pytest.mark.parametrize(
        ("accept", "html"),
        [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
            ("text/html", True),
            ("text/*", True),
            ("*/*", False),
            ("", False),
            ("application/json", False),
            ("application/json, text/html;q=0.5", False),
            ("application/json;q=0.5, text/html", True),
            ("text/html;q=0", False),
            ("text/html;q=nonsense", True),
        ],
    )
    def test_a_page_is_for_those_who_prefer_it(self, accept: str, html: bool) -> None:
        assert prefers_html(accept) is html

    @given(st.text())
    def test_any_header_is_read(self, accept: str) -> None:
        assert prefers_html(accept) in (True, False)


class TestVisits:
    def test_wait_for_the_rest_of_the_minute(self) -> None:
        visits = Visits(2)
        assert [visits.seconds_to_wait("a", now) for now in (0.0, 10.0, 20.5, 59.9, 60.0)] == [0, 0, 40, 1, 0]

    def test_are_counted_for_each_address(self) -> None:
        visits = Visits(1)
        assert [visits.seconds_to_wait(address, 0.0) for address in "abab"] == [0, 0, 60, 60]

    def test_of_many_addresses_take_no_more_room(self) -> None:
        visits = Visits(1)
        for address in range(ADDRESSES_REMEMBERED + 5):
            visits.seconds_to_wait(str(address), 0.0)
        assert visits.seconds_to_wait("0", 1.0) == 0
        assert visits.seconds_to_wait(str(ADDRESSES_REMEMBERED), 1.0) > 0
