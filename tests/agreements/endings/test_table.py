"""The table of endings, amendments and disputes, tried with every status, action and role; and each rule alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agreements.endings.states import LIFE, TRANSITIONS, apply, barred_by, case_number
from agreements.records.states import Action, Audience, Case, Clock, Doer, InvalidReason, Kind, Standing, Status
from common.errors import Problem
from common.review import ReviewStep
from tests.agreements.matrix import (
    DEPARTMENT,
    GRADUATE,
    NOW,
    SCHOOL,
    Place,
    case,
    deviations,
    places,
    unlike_the_door,
)

# What the guides allow, written down a second time and independently of the table.
STANDS = (
    "signed",
    "rescission_awaiting_graduate",
    "rescission_awaiting_employer",
    "rescission_in_review",
    "rescission_requested",
    "rescission_returned",
    "rescission_declined_by_graduate",
    "rescission_declined_by_employer",
    "rescission_rejected",
)
REVIEWED = ("in_review", "sheet_in_review", "copy_in_review", "supplement_in_review")
WAITS_FOR_A_PARTY = ("correction", "confirming", "sheet_passed", "copy_refused")
NOT_BINDING = ("awaiting_graduate", "sheet_returned", "supplement_draft", "supplement_returned")
LIVE = (*STANDS, *REVIEWED, *WAITS_FOR_A_PARTY)


def allowed() -> dict[tuple[str | None, str | None, str, str], tuple[str, str | None]]:
    """Where, at which step, what, who → where to and at which step."""
    found: dict[tuple[str | None, str | None, str, str], tuple[str, str | None]] = {}
    for status, step in places():
        if status is None:
            continue
        if status in STANDS:
            found[status, step, "void", "school_user"] = ("voided", None)
        if status in LIVE:
            found[status, step, "dispute", "graduate"] = (status, step)
            found[status, step, "uphold_dispute", "school_user"] = ("voided", None)
            found[status, step, "dismiss_dispute", "school_user"] = (status, step)
        if status in (*STANDS, *REVIEWED):
            found[status, step, "amend", "school_user"] = (status, step)
        if status in (*LIVE, *NOT_BINDING):
            found[status, step, "invalidate", "clock"] = ("invalidated", None)
        found[status, step, "move_department", "clock"] = (status, step)
    return found


ALLOWED = allowed()
ABOUT_A_CASE = (Action.UPHOLD_DISPUTE, Action.DISMISS_DISPUTE)


def case_for(place: Place, action: Action, actor: Doer) -> Case:
    """A case in which the rules of this action are content."""
    return case(*place, frozen=action in ABOUT_A_CASE)


class TestMatrix:
    def test_lets_through_what_the_guides_allow_and_nothing_else(self) -> None:
        assert deviations(LIFE, ALLOWED, case_for) == []

    def test_every_line_of_the_table_is_used(self) -> None:
        reached = {(line.source, line.action, line.target) for line in TRANSITIONS}
        assert reached == {(source, action, target) for (source, _, action, _), (target, _) in ALLOWED.items()}

    def test_the_options_say_the_same_as_the_door(self) -> None:
        assert unlike_the_door(LIFE, case_for) == []

    @pytest.mark.parametrize(
        ("status", "tab", "label"), [("voided", "已作废", "已作废"), ("invalidated", "失效", "失效")]
    )
    def test_the_endings_have_the_words_of_the_guides(self, status: str, tab: str, label: str) -> None:
        known = Status(status)
        assert {known.label(audience) for audience in Audience} == {label}
        assert known.tab.label == tab
        assert all(known.moved_by(kind) for kind in Kind)


def refusal(asked: Case, action: Action, actor: Doer) -> Problem:
    with pytest.raises(Problem) as refused:
        apply(asked, action, actor, NOW)
    return refused.value


class TestAFrozenAgreement:
    @pytest.mark.parametrize(
        ("action", "actor"), [(Action.VOID, SCHOOL), (Action.AMEND, SCHOOL), (Action.DISPUTE, GRADUATE)]
    )
    def test_rests(self, action: Action, actor: Doer) -> None:
        refused = refusal(case(Status.SIGNED, frozen=True), action, actor)
        assert refused.facts["rule"] == "agreement_is_not_frozen"
        assert refused.who_can_change == "北京示例大学的学校用户"

    def test_becomes_invalid_all_the_same(self) -> None:
        change = apply(case(Status.SIGNED, frozen=True), Action.INVALIDATE, Clock(), NOW)
        assert change.status is Status.INVALIDATED

    def test_follows_the_roster_to_another_department_all_the_same(self) -> None:
        change = apply(case(Status.SIGNED, frozen=True), Action.MOVE_DEPARTMENT, Clock(), NOW)
        assert change.status is Status.SIGNED

    @pytest.mark.parametrize("action", ABOUT_A_CASE)
    def test_is_the_only_one_to_be_decided_on(self, action: Action) -> None:
        refused = refusal(case(Status.SIGNED), action, SCHOOL)
        assert (refused.status, refused.facts["rule"]) == (409, "agreement_is_disputed")


class TestDepartments:
    @pytest.mark.parametrize("action", [Action.VOID, Action.AMEND, *ABOUT_A_CASE])
    def test_neither_void_nor_amend_nor_decide(self, action: Action) -> None:
        refused = refusal(case(Status.IN_REVIEW, ReviewStep.DEPARTMENT), action, DEPARTMENT)
        assert (refused.status, refused.facts["rule"]) == (403, "actor_has_this_action")


class TestTheRoster:
    def test_leaves_an_overdue_invitation_to_expire(self) -> None:
        refused = refusal(case(Status.AWAITING_GRADUATE, deadline=NOW), Action.INVALIDATE, Clock())
        assert refused.facts["rule"] == "before_the_deadline"
        last = case(Status.AWAITING_GRADUATE, deadline=NOW + timedelta(microseconds=1))
        assert apply(last, Action.INVALIDATE, Clock(), NOW).status is Status.INVALIDATED

    @pytest.mark.parametrize(
        ("facts", "reason"),
        [
            ({"on_roster": False, "may_sign": False}, InvalidReason.LEFT_ROSTER),
            ({"training_mode_code": "21"}, InvalidReason.TRAINING_MODE),
            ({"training_mode_code": "41", "may_sign": False}, InvalidReason.TRAINING_MODE),
            ({"may_sign": False}, InvalidReason.MAY_NOT_SIGN),
            ({"training_mode_code": "22"}, None),
            ({}, None),
        ],
    )
    def test_bars_with_a_reason(self, facts: dict[str, Any], reason: InvalidReason | None) -> None:
        assert barred_by(replace(Standing(may_sign=True, training_mode_code="1"), **facts)) is reason


def test_a_case_number_is_easy_to_quote() -> None:
    assert case_number(2026, 17) == "YY20260000017"
