"""协议编号: its shape, its check digit, and that none is left out."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.numbering.commands import agreement_number, allocate_number, is_agreement_number
from common.testing.harness import ServiceHarness

serials = st.integers(1, 9_999_999)


class TestNumber:
    def test_is_cohort_school_serial_and_check_digit(self) -> None:
        assert agreement_number(2027, "19901", 1) == "20271990100000011"

    def test_the_check_digit_is_that_of_iso_7064_mod_11_10(self) -> None:
        # The standard's own sample: the check digit of 0794 is 5.
        product = 10
        for digit in map(int, "0794"):
            total = (product + digit) % 10 or 10
            product = total * 2 % 11
        assert (11 - product) % 10 == 5
        body = "2027199010000001"
        product = 10
        for digit in map(int, body):
            total = (product + digit) % 10 or 10
            product = total * 2 % 11
        assert agreement_number(2027, "19901", 1) == f"{body}{(11 - product) % 10}"

    @given(serials, st.integers(0, 16), st.integers(1, 9))
    def test_one_wrong_digit_shows(self, serial: int, place: int, shift: int) -> None:
        number = agreement_number(2027, "19901", serial)
        wrong = (int(number[place]) + shift) % 10
        assert is_agreement_number(number)
        assert not is_agreement_number(f"{number[:place]}{wrong}{number[place + 1 :]}")

    @pytest.mark.parametrize("text", ["", "2027199010000001", "202719901000000111", "2027199010000001X", "２０２７"])
    def test_other_texts_are_no_numbers(self, text: str) -> None:
        assert not is_agreement_number(text)


class TestAllocation:
    async def test_simultaneous_allocations_leave_no_gap(self, harness: ServiceHarness) -> None:
        async def allocate() -> str:
            async with harness.context.database.transaction() as session:
                return await allocate_number(session, 2027, "19901")

        numbers = await asyncio.gather(*(allocate() for _ in range(60)))
        assert sorted(numbers) == [agreement_number(2027, "19901", serial) for serial in range(1, 61)]

    async def test_a_number_that_was_rolled_back_is_given_again(self, harness: ServiceHarness) -> None:
        async def allocate_and_fail() -> None:
            async with harness.context.database.transaction() as session:
                await allocate_number(session, 2027, "19901")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await allocate_and_fail()
        async with harness.context.database.transaction() as session:
            assert (await allocate_number(session, 2027, "19901"))[9:16] == "0000001"

    async def test_each_school_and_cohort_counts_for_itself(self, harness: ServiceHarness) -> None:
        async with harness.context.database.transaction() as session:
            given = [await allocate_number(session, *of) for of in ((2027, "19901"), (2027, "19902"), (2028, "19901"))]
        assert [number[9:16] for number in given] == ["0000001"] * 3
