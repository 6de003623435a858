"""应约截止时间: the samples of the guides, and what follows from them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.records.states import deadline_of
from common.clock import SHANGHAI


def moment(text: str) -> datetime:
    """A time of day in China, unless the text names its zone."""
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=SHANGHAI)


class TestDeadline:
    @pytest.mark.parametrize(
        ("invited", "days", "deadline"),
        [
            # guides/003 fig 10, 11 and 19; the 14th was a Saturday and did not move it.
            ("2020-11-12 10:10:20", 2, "2020-11-15 00:00:00"),
            ("2020-11-12 17:13:32", 2, "2020-11-15 00:00:00"),
            ("2020-11-12 00:00:00", 2, "2020-11-15 00:00:00"),
            ("2020-11-12 23:59:59", 2, "2020-11-15 00:00:00"),
            ("2024-02-27 09:00:00", 2, "2024-03-01 00:00:00"),
            ("2024-12-31 23:59:59", 1, "2025-01-02 00:00:00"),
            ("2020-11-12T16:30:00+00:00", 2, "2020-11-16 00:00:00"),
        ],
    )
    def test_is_midnight_in_china_after_that_many_whole_days(self, invited: str, days: int, deadline: str) -> None:
        assert deadline_of(moment(invited), days) == moment(deadline)

    def test_is_kept_in_utc(self) -> None:
        assert deadline_of(moment("2020-11-12 10:10:20"), 2).tzinfo is UTC

    @given(seconds=st.integers(0, 4_000_000_000), days=st.integers(1, 30))
    def test_leaves_more_than_n_and_at_most_n_plus_one_days(self, seconds: int, days: int) -> None:
        invited = datetime.fromtimestamp(seconds, UTC)
        window = deadline_of(invited, days) - invited
        assert timedelta(days=days) < window <= timedelta(days=days + 1)
