"""The transition table of supplements, tried with every status, action and role; and each rule alone."""

from typing import Any

import pytest

from agreements.forms import states as forms
from agreements.records.states import Action, Audience, Case, Doer, Kind, Standing, Status
from agreements.supplement.states import LIFE, TRANSITIONS, apply
from common.errors import Problem
from common.review import ReviewMode, ReviewStep
from tests.agreements.matrix import GRADUATE, NOW, Place, case, deviations, unlike_the_door

# guides/003 §6 and 004 §7, written down a second time and independently of the table: where, what, who → where to.
ALLOWED = {
    (None, None, "submit_supplement", "graduate"): ("supplement_in_review", "department"),
    ("supplement_in_review", "department", "withdraw_supplement", "graduate"): ("supplement_draft", None),
    ("supplement_draft", None, "resubmit_supplement", "graduate"): ("supplement_in_review", "department"),
    ("supplement_returned", None, "resubmit_supplement", "graduate"): ("supplement_in_review", "department"),
    ("supplement_in_review", "department", "pass", "department_user"): ("supplement_in_review", "school"),
    ("supplement_in_review", "school", "pass", "school_user"): ("signed", None),
    ("supplement_in_review", "department", "return", "department_user"): ("supplement_returned", None),
    ("supplement_in_review", "school", "return", "school_user"): ("supplement_returned", None),
    ("supplement_in_review", "department", "reject", "department_user"): ("supplement_rejected", None),
    ("supplement_in_review", "school", "reject", "school_user"): ("supplement_rejected", None),
}


def case_for(place: Place, action: Action, actor: Doer) -> Case:
    reviewed_in = ReviewMode.DEPARTMENT_THEN_SCHOOL if place[0] else None
    return case(*place, kind=Kind.SUPPLEMENT, supplement_open=True, reviewed_in=reviewed_in)


def refusal(asked: Case, action: Action) -> Problem:
    with pytest.raises(Problem) as refused:
        apply(asked, action, GRADUATE, NOW)
    return refused.value


class TestMatrix:
    def test_lets_through_what_the_guides_allow_and_nothing_else(self) -> None:
        assert deviations(LIFE, ALLOWED, case_for) == []

    def test_the_options_are_what_the_door_lets_through(self) -> None:
        assert unlike_the_door(LIFE, case_for) == []

    def test_every_line_of_the_table_is_used(self) -> None:
        reached = {(line.source, line.action, line.target) for line in TRANSITIONS}
        assert reached == {(source, action, target) for (source, _, action, _), (target, _) in ALLOWED.items()}

    @pytest.mark.parametrize(
        ("status", "tab", "label"),
        [
            ("supplement_in_review", "签约中", "签约审核中"),
            ("supplement_draft", "签约中", "撤回修改"),
            ("supplement_returned", "签约中", "退回修改"),
            ("supplement_rejected", "签约失败", "签约审核不通过"),
            ("discarded", "签约失败", "学生已撤回"),
        ],
    )
    def test_every_status_has_its_words(self, status: str, tab: str, label: str) -> None:
        known = Status(status)
        assert {known.label(audience) for audience in Audience} == {label}
        assert known.tab.label == tab


class TestRefusals:
    @pytest.mark.parametrize(
        ("facts", "rule", "fact"),
        [
            ({"standing": None}, "graduate_may_sign", "学生名单中没有"),
            ({"standing": Standing(False, "1")}, "graduate_may_sign", "是否可以签约"),
            ({"standing": Standing(True, "41")}, "graduate_may_sign", "委培（不可网签）"),
            ({"live_with": "甲公司"}, "graduate_has_no_live_agreement", "甲公司"),
        ],
    )
    @pytest.mark.parametrize("status", [None, Status.SUPPLEMENT_DRAFT, Status.SUPPLEMENT_RETURNED])
    def test_a_submission_names_the_rule_and_the_fact(
        self, facts: dict[str, Any], rule: str, fact: str, status: Status | None
    ) -> None:
        action = Action.RESUBMIT_SUPPLEMENT if status else Action.SUBMIT_SUPPLEMENT
        refused = refusal(case(status, kind=Kind.SUPPLEMENT, **({"supplement_open": True} | facts)), action)
        assert refused.facts["rule"] == rule
        assert fact in refused.detail
        assert refused.who_can_change

    @pytest.mark.parametrize("status", [None, Status.SUPPLEMENT_DRAFT])
    @pytest.mark.parametrize(
        ("supplement_open", "fact"), [(None, "尚未填写签约设置"), (False, "未允许补登")], ids=["unset", "closed"]
    )
    def test_the_switch_stops_what_begins(self, supplement_open: bool | None, fact: str, status: Status | None) -> None:
        action = Action.RESUBMIT_SUPPLEMENT if status else Action.SUBMIT_SUPPLEMENT
        refused = refusal(case(status, kind=Kind.SUPPLEMENT, supplement_open=supplement_open), action)
        assert (refused.facts["rule"], fact in refused.detail) == ("supplement_is_open", True)

    def test_what_a_reviewer_returned_goes_on_when_the_switch_is_off(self) -> None:
        returned = case(Status.SUPPLEMENT_RETURNED, kind=Kind.SUPPLEMENT, supplement_open=False)
        assert apply(returned, Action.RESUBMIT_SUPPLEMENT, GRADUATE, NOW).status is Status.SUPPLEMENT_IN_REVIEW

    def test_needs_no_open_signing_and_no_employer_in_good_standing(self) -> None:
        asked = case(None, kind=Kind.SUPPLEMENT, supplement_open=True, signing_open=False, employer_suspended=True)
        assert apply(asked, Action.SUBMIT_SUPPLEMENT, GRADUATE, NOW).status is Status.SUPPLEMENT_IN_REVIEW

    def test_is_not_withdrawn_after_the_department_has_passed_it(self) -> None:
        mode = ReviewMode.DEPARTMENT_THEN_SCHOOL
        passed = case(Status.SUPPLEMENT_IN_REVIEW, ReviewStep.SCHOOL, kind=Kind.SUPPLEMENT, reviewed_in=mode)
        refused = refusal(passed, Action.WITHDRAW_SUPPLEMENT)
        assert (refused.code, refused.facts["rule"]) == ("agreements.already_reviewed", "no_step_has_passed")
        assert refused.who_can_change == "该毕业生的学校用户，可退回修改"

    def test_is_taken_back_before_it_is_given_up(self) -> None:
        mode = ReviewMode.DEPARTMENT_THEN_SCHOOL
        for step, who in ((ReviewStep.DEPARTMENT, "毕业生，可先撤回修改"), (ReviewStep.SCHOOL, "学校（院系）审核人员")):
            asked = case(Status.SUPPLEMENT_IN_REVIEW, step, kind=Kind.SUPPLEMENT, reviewed_in=mode)
            with pytest.raises(Problem) as refused:
                forms.LIFE.apply(asked, Action.DISCARD, GRADUATE, NOW)
            assert refused.value.who_can_change == who
            assert ("请先撤回修改，再撤回申请" in refused.value.advice) is (step is ReviewStep.DEPARTMENT)

    def test_is_withdrawn_before_a_school_that_reviews_alone_has_looked(self) -> None:
        mode = ReviewMode.SCHOOL_ONLY
        waiting = case(Status.SUPPLEMENT_IN_REVIEW, ReviewStep.SCHOOL, kind=Kind.SUPPLEMENT, reviewed_in=mode)
        changed = apply(waiting, Action.WITHDRAW_SUPPLEMENT, GRADUATE, NOW)
        assert changed.status is Status.SUPPLEMENT_DRAFT
