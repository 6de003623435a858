"""The delivery's table, its clock and its quiet hours, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from notifications.adapters import faults
from notifications.deliveries.states import (
    LABELS,
    TRANSITIONS,
    Action,
    Allowance,
    DeliveryStatus,
    NotPossible,
    action_after,
    allowance,
    apply,
    is_quiet,
    next_attempt,
)
from tests.notifications.support import NOON

ALLOWED = {
    ("queued", "send"): "sent",
    ("queued", "retry"): "queued",
    ("queued", "refuse"): "failed",
    ("queued", "abandon"): "abandoned",
    ("sent", "confirm"): "delivered",
    ("sent", "bounce"): "failed",
}


@pytest.mark.parametrize(("status", "action"), list(product(DeliveryStatus, Action)))
def test_every_state_meets_every_action(status: DeliveryStatus, action: Action) -> None:
    expected = ALLOWED.get((status.value, action.value))
    if expected is None:
        with pytest.raises(NotPossible):
            apply(status, action)
    else:
        assert apply(status, action) == expected


def test_every_status_has_a_label_and_is_reached() -> None:
    assert set(LABELS) == set(DeliveryStatus)
    assert {row.to for row in TRANSITIONS} == set(DeliveryStatus)


@pytest.mark.parametrize(
    ("fault", "count", "action"),
    [
        (faults.SupplierUnavailable(), 1, Action.RETRY),
        (faults.QuotaReached(), 23, Action.RETRY),
        (faults.Misconfigured(), 24, Action.ABANDON),
        (faults.Defect(), 25, Action.ABANDON),
        (faults.NotFollowing(), 1, Action.REFUSE),
        (faults.RefusedByPerson(), 24, Action.REFUSE),
        (faults.NotBound(), 1, Action.REFUSE),
        (faults.RecipientGone(), 1, Action.REFUSE),
        (faults.IdentityAway(), 1000, Action.RETRY),
        (faults.NumberBusy(timedelta(hours=1)), 1000, Action.RETRY),
    ],
)
def test_a_fault_decides_by_its_kind(fault: faults.DeliveryFault, count: int, action: Action) -> None:
    assert action_after(fault, count, max_attempts=24) is action


def test_waits_twice_as_long_each_time_and_an_hour_at_most() -> None:
    waits = [(next_attempt(count, NOON) - NOON).total_seconds() for count in (1, 2, 3, 9, 10, 1000)]
    assert waits == [10, 20, 40, 2560, 3600, 3600]


@pytest.mark.parametrize(
    ("shanghai", "quiet"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_hours_are_those_of_shanghai(shanghai: str, quiet: bool) -> None:
    hour, minute = map(int, shanghai.split(":"))
    moment = datetime(2026, 11, 21, hour, minute, tzinfo=UTC) - timedelta(hours=8)
    assert is_quiet(moment, 22, 8) is quiet


@pytest.mark.parametrize(
    ("from_hour", "to_hour", "quiet"), [(0, 8, False), (12, 13, True), (13, 12, False), (8, 8, False)]
)
def test_quiet_hours_may_be_set_otherwise(from_hour: int, to_hour: int, quiet: bool) -> None:
    assert is_quiet(NOON, from_hour, to_hour) is quiet


@pytest.mark.parametrize(
    ("used", "quiet", "left"),
    [
        (0, False, Allowance(urgent=100, waiting=80)),
        (0, True, Allowance(urgent=100, waiting=0)),
        (85, False, Allowance(urgent=15, waiting=0)),
        (100, False, Allowance(urgent=0, waiting=0)),
        (120, True, Allowance(urgent=0, waiting=0)),
    ],
)
def test_the_reserve_of_the_day_is_for_the_urgent(used: int, quiet: bool, left: Allowance) -> None:
    allowed = allowance(used=used, cap=100, reserve=20, quiet=quiet)
    assert allowed == left
    assert allowed.is_nothing is (used >= 100)
