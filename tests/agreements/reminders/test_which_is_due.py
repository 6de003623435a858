"""Which reminder of a wait is due, pure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from agreements.records.states import IN_REVIEWS, Status, wait_in
from agreements.records.states.reminders import reminder_due, reminder_id

SINCE = datetime(2026, 11, 12, 2, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 17, 16, tzinfo=UTC)
AGREEMENT = UUID(int=7)


class TestWhoIsReminded:
    @pytest.mark.parametrize("status", list(Status))
    def test_every_wait_that_has_reminders_says_who_and_of_what(self, status: Status) -> None:
        step = "department" if status in IN_REVIEWS else None
        reminders = wait_in(status, SINCE, DEADLINE).reminders
        for at in reminders:
            due = reminder_due(status, step, SINCE, DEADLINE, at)
            assert due is not None
            assert due.remind
            assert set(due.remind) <= {"employer", "graduate", "department"}
            assert (due.remind == ("department",)) == (status in IN_REVIEWS)
            assert due.number == reminders.index(at) + 1
        assert reminder_due(status, step, SINCE, DEADLINE, SINCE) is None

    @pytest.mark.parametrize("status", [Status.SIGNED, Status.VOIDED, Status.DECLINED, Status.RESCISSION_REJECTED])
    def test_nobody_is_where_nobody_is_waited_for(self, status: Status) -> None:
        assert reminder_due(status, None, SINCE, None, SINCE + timedelta(days=400)) is None

    @pytest.mark.parametrize("status", [Status.SHEET_PASSED, Status.COPY_REFUSED])
    def test_both_sides_are_of_the_sealed_copy(self, status: Status) -> None:
        due = reminder_due(status, None, SINCE, None, SINCE + timedelta(days=40))
        assert due is not None
        assert (due.matter, due.remind) == ("upload", ("graduate", "employer"))


class TestWhichOne:
    def test_an_invitation_is_told_a_day_before_it_ends_and_never_after(self) -> None:
        def at(moment: datetime) -> bool:
            return reminder_due(Status.AWAITING_GRADUATE, None, SINCE, DEADLINE, moment) is not None

        day_before = DEADLINE - timedelta(days=1)
        assert not at(day_before - timedelta(microseconds=1))
        assert at(day_before)
        assert at(DEADLINE - timedelta(microseconds=1))
        assert not at(DEADLINE)

    def test_it_is_not_overdue_before_its_deadline(self) -> None:
        due = reminder_due(Status.AWAITING_GRADUATE, None, SINCE, DEADLINE, DEADLINE - timedelta(hours=1))
        assert due is not None
        assert (due.number, due.overdue, due.next_at) == (1, False, None)

    @pytest.mark.parametrize(
        ("days", "number", "overdue", "next_day"), [(3, 1, False, 7), (7, 2, False, 14), (14, 3, True, None)]
    )
    def test_a_rescission_is_told_on_day_three_seven_and_fourteen(
        self, days: int, number: int, overdue: bool, next_day: int | None
    ) -> None:
        due = reminder_due(
            Status.RESCISSION_AWAITING_EMPLOYER, None, SINCE, None, SINCE + timedelta(days=days, hours=5)
        )
        assert due is not None
        next_at = SINCE + timedelta(days=next_day) if next_day else None
        assert (due.number, due.overdue, due.next_at) == (number, overdue, next_at)

    def test_what_a_late_clock_has_missed_is_one_reminder(self) -> None:
        due = reminder_due(Status.RESCISSION_AWAITING_GRADUATE, None, SINCE, None, SINCE + timedelta(days=100))
        assert due is not None
        assert (due.number, due.overdue, due.next_at) == (3, True, None)

    def test_its_id_is_its_own_and_always_the_same(self) -> None:
        shanghai = SINCE.astimezone(datetime.fromisoformat("2026-11-12T10:00:00+08:00").tzinfo)
        assert reminder_id(AGREEMENT, SINCE, 1, "graduate") == reminder_id(AGREEMENT, shanghai, 1, "graduate")
        others = {
            reminder_id(AGREEMENT, SINCE, 1, "graduate"),
            reminder_id(AGREEMENT, SINCE, 1, "employer"),
            reminder_id(AGREEMENT, SINCE, 2, "graduate"),
            reminder_id(AGREEMENT, SINCE + timedelta(microseconds=1), 1, "graduate"),
        }
        assert len(others) == 4
