from datetime import UTC, date, datetime

from common import clock


class TestClock:
    def test_now_is_aware_and_utc(self) -> None:
        assert clock.now().tzinfo is UTC

    def test_the_evening_in_london_is_the_next_day_in_shanghai(self) -> None:
        assert clock.shanghai_date(datetime(2020, 11, 12, 15, 59, 59, tzinfo=UTC)) == date(2020, 11, 12)
        assert clock.shanghai_date(datetime(2020, 11, 12, 16, 30, tzinfo=UTC)) == date(2020, 11, 13)

    def test_midnight_in_shanghai_is_four_in_the_afternoon_utc(self) -> None:
        assert clock.shanghai_midnight(date(2020, 11, 15)) == datetime(2020, 11, 14, 16, tzinfo=UTC)
