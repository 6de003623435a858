"""How long a message waits."""

import pytest

from common.messaging.retries import retry_delay

DELAYS = (1, 10, 60, 600, 3600)


class TestRetryDelay:
    @pytest.mark.parametrize(("attempt", "delay"), [(0, 1), (4, 3600), (5, None), (99, None)])
    def test_a_failure_is_given_up_after_the_last_delay(self, attempt: int, delay: float | None) -> None:
        assert retry_delay(DELAYS, attempt, patient=False) == delay

    @pytest.mark.parametrize(("attempt", "delay"), [(0, 1), (3, 600), (4, 600), (99, 600)])
    def test_something_that_is_away_is_asked_every_ten_minutes(self, attempt: int, delay: float) -> None:
        assert retry_delay(DELAYS, attempt, patient=True) == delay
