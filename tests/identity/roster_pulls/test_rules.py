"""Which rows of a page are news, when the next attempt comes, and how many may vanish."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from identity.roster_pulls.states import news, retry_after, too_many_vanish


@dataclass(frozen=True)
class Item:
    exam_number: str
    sequence: int


class TestNews:
    def test_is_what_is_later_than_what_was_taken(self) -> None:
        items = [Item("a", 3), Item("b", 4), Item("c", 5)]
        assert news(items, {"a": 3, "b": 3}, "incremental") == [Item("b", 4), Item("c", 5)]

    def test_of_a_full_pull_is_also_what_was_taken_but_nothing_older(self) -> None:
        items = [Item("a", 3), Item("b", 2)]
        assert news(items, {"a": 3, "b": 3}, "full") == [Item("a", 3)]

    @pytest.mark.parametrize("sequences", [(1, 2), (2, 1), (2, 2)])
    def test_of_one_graduate_is_the_latest_whatever_the_order(self, sequences: tuple[int, int]) -> None:
        assert news([Item("a", number) for number in sequences], {}, "incremental") == [Item("a", 2)]


class TestRetry:
    def test_waits_longer_each_time_up_to_ten_minutes(self) -> None:
        assert [retry_after(attempt) / timedelta(minutes=1) for attempt in (1, 2, 3, 4, 5, 60)] == [1, 2, 4, 8, 10, 10]


class TestVanishing:
    @pytest.mark.parametrize(
        ("vanished", "listed", "refused"),
        [(0, 0, False), (2, 10, False), (3, 10, True), (1, 1, True), (201, 1000, True)],
    )
    def test_of_more_than_the_share_has_to_be_confirmed(self, vanished: int, listed: int, refused: bool) -> None:
        assert too_many_vanish(vanished, listed, 20) is refused
