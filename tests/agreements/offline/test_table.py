"""The transition tables of offline signing and of giving up, tried with every status, action and role."""

from dataclasses import replace
from typing import Any

import pytest

from agreements.forms import states as forms
from agreements.offline.states import LIFE, TRANSITIONS, apply
from agreements.records.states import LIVE, Action, Audience, Case, Doer, Kind, Standing, Status
from common.errors import Problem
from common.review import ReviewMode, ReviewStep
from tests.agreements.matrix import ACTORS, GRADUATE, NOW, Allowed, Place, case, deviations, unlike_the_door

# guides/003 §5.2, written down a second time and independently of the table: where, what, who → where to.
ALLOWED = {
    (None, None, "submit_sheet", "graduate"): ("sheet_in_review", "department"),
    ("sheet_in_review", "department", "pass", "department_user"): ("sheet_in_review", "school"),
    ("sheet_in_review", "school", "pass", "school_user"): ("sheet_passed", None),
    ("sheet_in_review", "department", "return", "department_user"): ("sheet_returned", None),
    ("sheet_in_review", "school", "return", "school_user"): ("sheet_returned", None),
    ("sheet_in_review", "department", "reject", "department_user"): ("sheet_rejected", None),
    ("sheet_in_review", "school", "reject", "school_user"): ("sheet_rejected", None),
    ("sheet_returned", None, "resubmit_sheet", "graduate"): ("sheet_in_review", "department"),
    ("sheet_passed", None, "upload_copy", "graduate"): ("copy_in_review", "department"),
    ("sheet_passed", None, "upload_copy", "employer_user"): ("copy_in_review", "department"),
    ("copy_in_review", "department", "pass", "department_user"): ("copy_in_review", "school"),
    ("copy_in_review", "school", "pass", "school_user"): ("signed", None),
    ("copy_in_review", "department", "return", "department_user"): ("copy_refused", None),
    ("copy_in_review", "school", "return", "school_user"): ("copy_refused", None),
    ("copy_in_review", "department", "reject", "department_user"): ("copy_refused", None),
    ("copy_in_review", "school", "reject", "school_user"): ("copy_refused", None),
    ("copy_refused", None, "upload_copy", "graduate"): ("copy_in_review", "department"),
    ("copy_refused", None, "upload_copy", "employer_user"): ("copy_in_review", "department"),
}
GIVEN_UP: Allowed = {
    (status, step, "discard", "graduate"): ("discarded", None)
    for status, step in (
        ("sheet_in_review", "department"),
        ("sheet_returned", None),
        ("sheet_passed", None),
        ("copy_in_review", "department"),
        ("copy_refused", None),
        ("supplement_draft", None),
        ("supplement_returned", None),
    )
}
"""Where department and school review, nothing that the department has passed is given up (guides/004 §7.1)."""
GIVEN_UP_ALONE: Allowed = {
    **GIVEN_UP,
    ("sheet_in_review", "school", "discard", "graduate"): ("discarded", None),
    ("copy_in_review", "school", "discard", "graduate"): ("discarded", None),
}
"""Where the school reviews alone, its step is the first."""


def case_for(place: Place, action: Action, actor: Doer) -> Case:
    return case(*place, kind=Kind.OFFLINE, reviewed_in=ReviewMode.DEPARTMENT_THEN_SCHOOL)


def case_of_one_step(place: Place, action: Action, actor: Doer) -> Case:
    return case(*place, kind=Kind.OFFLINE, reviewed_in=ReviewMode.SCHOOL_ONLY)


class TestMatrix:
    def test_lets_through_what_the_guide_allows_and_nothing_else(self) -> None:
        assert deviations(LIFE, ALLOWED, case_for) == []

    def test_the_options_are_what_the_door_lets_through(self) -> None:
        assert unlike_the_door(LIFE, case_for) == []

    def test_every_line_of_the_table_is_used(self) -> None:
        reached = {(line.source, line.action, line.target) for line in TRANSITIONS}
        assert reached == {(source, action, target) for (source, _, action, _), (target, _) in ALLOWED.items()}

    def test_only_the_graduate_gives_up_what_is_not_signed(self) -> None:
        assert deviations(forms.LIFE, GIVEN_UP, case_for) == []
        assert unlike_the_door(forms.LIFE, case_for) == []
        assert deviations(forms.LIFE, GIVEN_UP_ALONE, case_of_one_step) == []

    def test_a_school_that_reviews_alone_is_the_first(self) -> None:
        alone = replace(case(None), review_mode=ReviewMode.SCHOOL_ONLY)
        assert apply(alone, Action.SUBMIT_SHEET, GRADUATE, NOW).review_step == "school"

    @pytest.mark.parametrize(
        ("status", "tab", "label"),
        [
            ("sheet_in_review", "签约中", "就业协议审核中"),
            ("sheet_returned", "签约中", "退回修改"),
            ("sheet_rejected", "签约失败", "就业协议审核不通过"),
            ("sheet_passed", "签约中", "就业协议审核通过"),
            ("copy_in_review", "签约中", "签约审核中"),
            ("copy_refused", "签约中", "签约审核不通过"),
            ("signed", "已签约", "签约审核通过"),
        ],
    )
    def test_every_status_has_the_words_of_the_guide(self, status: str, tab: str, label: str) -> None:
        known = Status(status)
        assert {known.label(audience) for audience in Audience} == {label}
        assert known.tab.label == tab

    def test_what_was_returned_or_is_void_keeps_nobody_from_signing(self) -> None:
        free = {Status.SHEET_RETURNED, Status.SHEET_REJECTED, Status.DISCARDED}
        assert free.isdisjoint(LIVE)
        assert {Status(place) for place, *_ in ALLOWED if place} - free <= set(LIVE)


class TestRefusals:
    @pytest.mark.parametrize(
        ("facts", "rule", "fact"),
        [
            ({"standing": None}, "graduate_may_sign", "学生名单中没有"),
            ({"standing": Standing(True, "1", False)}, "graduate_may_sign", "移出2027届学生名单"),
            ({"standing": Standing(False, "1")}, "graduate_may_sign", "是否可以签约"),
            ({"standing": Standing(True, "21")}, "graduate_may_sign", "定向（不可网签）"),
            ({"live_with": "甲公司"}, "graduate_has_no_live_agreement", "甲公司"),
            ({"employer_suspended": True}, "employer_is_not_suspended", "已被中心暂停"),
        ],
    )
    @pytest.mark.parametrize("status", [None, Status.SHEET_RETURNED])
    def test_a_submission_names_the_rule_and_the_fact(
        self, facts: dict[str, Any], rule: str, fact: str, status: Status | None
    ) -> None:
        action = Action.RESUBMIT_SHEET if status else Action.SUBMIT_SHEET
        with pytest.raises(Problem) as refused:
            apply(case(status, kind=Kind.OFFLINE, **facts), action, GRADUATE, NOW)
        assert refused.value.facts["rule"] == rule
        assert fact in refused.value.detail
        assert refused.value.who_can_change

    @pytest.mark.parametrize(
        ("signing_open", "fact"), [(None, "尚未填写签约设置"), (False, "已关闭在线签约")], ids=["unset", "closed"]
    )
    def test_nothing_begins_while_signing_is_closed_but_what_was_returned_goes_on(
        self, signing_open: bool | None, fact: str
    ) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(None, kind=Kind.OFFLINE, signing_open=signing_open), Action.SUBMIT_SHEET, GRADUATE, NOW)
        assert (refused.value.facts["rule"], fact in refused.value.detail) == ("signing_is_open", True)
        returned = case(Status.SHEET_RETURNED, kind=Kind.OFFLINE, signing_open=signing_open)
        assert apply(returned, Action.RESUBMIT_SHEET, GRADUATE, NOW).status is Status.SHEET_IN_REVIEW

    @pytest.mark.parametrize("status", [Status.SHEET_IN_REVIEW, Status.COPY_IN_REVIEW])
    def test_nobody_gives_up_what_the_department_has_passed(self, status: Status) -> None:
        passed = case(status, ReviewStep.SCHOOL, kind=Kind.OFFLINE, reviewed_in=ReviewMode.DEPARTMENT_THEN_SCHOOL)
        with pytest.raises(Problem) as refused:
            forms.LIFE.apply(passed, Action.DISCARD, GRADUATE, NOW)
        assert refused.value.facts["rule"] == "no_step_has_passed"
        assert (refused.value.title, "再撤回申请" in refused.value.advice) == ("院系已审核通过，不能撤回申请", True)

    @pytest.mark.parametrize(("place", "action"), [(place[:2], Action(place[2])) for place in ALLOWED if place[0]])
    def test_a_disputed_agreement_rests(self, place: Place, action: Action) -> None:
        frozen = case(*place, kind=Kind.OFFLINE, frozen=True)
        for actor in (one for one in ACTORS if (*place, action.value, one.role) in ALLOWED):
            with pytest.raises(Problem) as refused:
                apply(frozen, action, actor, NOW)
            assert refused.value.facts["rule"] == "agreement_is_not_frozen"
