"""The transition table of online signing, tried with every status, action and role; and each rule alone."""

from datetime import timedelta
from typing import Any

import pytest

from agreements.records.states import Action, Audience, Case, Clock, Doer, InvalidReason, Kind, Line, Standing, Status
from agreements.records.tables import Agreement
from agreements.signing.states import LIFE, TRANSITIONS, apply, options
from common.errors import Problem
from common.review import ReviewMode, ReviewStep
from tests.agreements.matrix import (
    ACTORS,
    DEPARTMENT,
    EMPLOYER,
    GRADUATE,
    NOW,
    SCHOOL,
    Place,
    case,
    deviations,
    unlike_the_door,
)

# What the guides allow, written down a second time and independently of the table: where, what, who → where to.
ALLOWED = {
    (None, None, "invite", "employer_user"): ("awaiting_graduate", None),
    ("awaiting_graduate", None, "withdraw_invitation", "employer_user"): ("withdrawn", None),
    ("awaiting_graduate", None, "amend_invitation", "employer_user"): ("awaiting_graduate", None),
    ("awaiting_graduate", None, "accept", "graduate"): ("in_review", "department"),
    ("awaiting_graduate", None, "decline", "graduate"): ("declined", None),
    ("awaiting_graduate", None, "expire", "clock"): ("expired", None),
    ("in_review", "department", "pass", "department_user"): ("in_review", "school"),
    ("in_review", "school", "pass", "school_user"): ("signed", None),
    ("in_review", "department", "reject", "department_user"): ("rejected", None),
    ("in_review", "school", "reject", "school_user"): ("rejected", None),
    ("in_review", "department", "return", "department_user"): ("correction", None),
    ("in_review", "school", "return", "school_user"): ("correction", None),
    ("correction", None, "correct", "employer_user"): ("confirming", None),
    ("confirming", None, "confirm_correction", "graduate"): ("in_review", "department"),
    ("confirming", None, "refuse_correction", "graduate"): ("correction", None),
    ("correction", None, "reject", "school_user"): ("rejected", None),
    ("confirming", None, "reject", "school_user"): ("rejected", None),
}


def case_for(place: Place, action: Action, actor: Doer) -> Case:
    """A case in which the rules of this action are content."""
    facts: dict[str, Any] = {"deadline": NOW} if action is Action.EXPIRE else {}
    return case(*place, **facts)


class TestMatrix:
    def test_lets_through_what_the_guides_allow_and_nothing_else(self) -> None:
        assert deviations(LIFE, ALLOWED, case_for) == []

    def test_every_line_of_the_table_is_used(self) -> None:
        reached = {(line.source, line.action, line.target) for line in TRANSITIONS}
        assert reached == {(source, action, target) for (source, _, action, _), (target, _) in ALLOWED.items()}

    @pytest.mark.parametrize(
        ("status", "tab", "employer", "school"),
        [
            ("awaiting_graduate", "签约中", "等待学生应约", "单位发起邀请 等待学生应约"),
            ("in_review", "签约中", "学生已应约提交审核中", "学生已同意签约 等待学校(学院)审核"),
            ("signed", "已签约", "签约审核通过", "签约审核通过"),
            ("declined", "签约失败", "学生已拒绝签约 签约失败", "学生已拒绝签约 签约失败"),
            ("expired", "签约失败", "签约邀请逾期未回应 签约失败", "签约邀请逾期未回应 签约失败"),
            ("rejected", "签约失败", "签约审核不通过", "签约审核不通过"),
            ("withdrawn", "签约失败", "单位已撤回邀请 签约失败", "单位已撤回邀请 签约失败"),
            ("correction", "签约中", "退回修改 等待单位修改", "退回修改 等待单位修改"),
            ("confirming", "签约中", "单位已修改 等待学生确认", "单位已修改 等待学生确认"),
        ],
    )
    def test_every_status_has_the_words_of_the_guides(self, status: str, tab: str, employer: str, school: str) -> None:
        known = Status(status)
        assert [known.label(audience) for audience in Audience] == [employer, school, school]
        assert known.tab.label == tab
        assert known.moved_by(Kind.ONLINE)

    def test_the_database_knows_the_same_statuses(self) -> None:
        rule = next(str(c.sqltext) for c in Agreement.__table__.constraints if str(c.name) == "ck_agreements_status")  # type: ignore[attr-defined]
        assert all(f"'{status}'" in rule for status in Status)
        assert rule.count("'") == 2 * len(Status)


class TestRefusals:
    @pytest.mark.parametrize(
        ("facts", "rule", "fact"),
        [
            ({"employer_verified": False}, "employer_is_verified", "尚未通过身份认证"),
            ({"employer_suspended": True}, "employer_is_not_suspended", "已被中心暂停"),
            ({"standing": Standing(True, "1", False)}, "graduate_may_sign", "移出2027届学生名单"),
            ({"standing": None}, "graduate_may_sign", "学生名单中没有"),
            ({"standing": Standing(False, "1")}, "graduate_may_sign", "是否可以签约"),
            ({"standing": Standing(True, "21")}, "graduate_may_sign", "定向（不可网签）"),
            ({"standing": Standing(True, "41")}, "graduate_may_sign", "委培（不可网签）"),
            ({"signing_open": None}, "signing_is_open", "尚未填写签约设置"),
            ({"signing_open": False}, "signing_is_open", "已关闭在线签约"),
            ({"corrected": ("姓名", "学历层次")}, "favourite_is_up_to_date", "姓名、学历层次"),
            ({"favourite_invalid": InvalidReason.LEFT_ROSTER}, "favourite_is_valid", "不在学生名单中"),
            (
                {"open_until": NOW + timedelta(seconds=1)},
                "employer_has_no_open_invitation_to_graduate",
                "2026-11-12 10:10:21",
            ),
            (
                {"live_with_inviter": Status.IN_REVIEW},
                "graduate_is_not_signing_with_this_employer",
                "学生已应约提交审核中",
            ),
            ({"live_with_inviter": Status.SIGNED}, "graduate_is_not_signing_with_this_employer", "签约审核通过"),
        ],
    )
    def test_an_invitation_names_the_rule_the_fact_and_who_can_change_it(
        self, facts: dict[str, Any], rule: str, fact: str
    ) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(None, **facts), Action.INVITE, EMPLOYER, NOW)
        assert refused.value.facts["rule"] == rule
        assert fact in refused.value.detail
        assert refused.value.who_can_change

    @pytest.mark.parametrize(
        ("facts", "rule", "fact"),
        [
            ({"deadline": NOW}, "before_the_deadline", "2026-11-12 10:10:20"),
            ({"live_with": "另一家公司"}, "graduate_has_no_live_agreement", "另一家公司"),
            ({"corrected": ("身份证号",)}, "invitation_is_up_to_date", "身份证号"),
            ({"standing": Standing(False, "1")}, "graduate_may_sign", "是否可以签约"),
            ({"signing_open": False}, "signing_is_open", "北京示例大学2027届已关闭在线签约"),
            ({"employer_verified": False}, "employer_is_verified", "尚未通过身份认证"),
            ({"employer_suspended": True}, "employer_is_not_suspended", "已被中心暂停"),
            ({"standing": Standing(True, "1", False)}, "graduate_may_sign", "移出2027届学生名单"),
        ],
    )
    def test_an_acceptance_too(self, facts: dict[str, Any], rule: str, fact: str) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(Status.AWAITING_GRADUATE, **facts), Action.ACCEPT, GRADUATE, NOW)
        assert refused.value.facts["rule"] == rule
        assert fact in refused.value.detail
        assert refused.value.who_can_change

    @pytest.mark.parametrize(
        ("facts", "rule", "fact"),
        [
            ({"deadline": NOW}, "before_the_deadline", "2026-11-12 10:10:20"),
            ({"employer_verified": False}, "employer_is_verified", "尚未通过身份认证"),
            ({"employer_suspended": True}, "employer_is_not_suspended", "已被中心暂停"),
            ({"corrected": ("姓名",)}, "invited_graduate_is_unchanged", "更正了该毕业生的姓名"),
            ({"standing": Standing(False, "1")}, "graduate_may_sign", "是否可以签约"),
            ({"signing_open": False}, "signing_is_open", "已关闭在线签约"),
        ],
    )
    def test_an_amendment_is_held_to_what_a_new_offer_is(self, facts: dict[str, Any], rule: str, fact: str) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(Status.AWAITING_GRADUATE, **facts), Action.AMEND_INVITATION, EMPLOYER, NOW)
        assert refused.value.facts["rule"] == rule
        assert fact in refused.value.detail
        assert refused.value.who_can_change

    def test_withdrawing_asks_for_the_deadline_only(self) -> None:
        closed = case(Status.AWAITING_GRADUATE, signing_open=False, employer_suspended=True, standing=None)
        assert apply(closed, Action.WITHDRAW_INVITATION, EMPLOYER, NOW).status is Status.WITHDRAWN
        with pytest.raises(Problem) as refused:
            apply(case(Status.AWAITING_GRADUATE, deadline=NOW), Action.WITHDRAW_INVITATION, EMPLOYER, NOW)
        assert refused.value.facts["rule"] == "before_the_deadline"

    def test_a_correction_goes_on_when_signing_is_closed_and_the_employer_suspended(self) -> None:
        closed: dict[str, Any] = {"signing_open": False, "employer_suspended": True}
        assert apply(case(Status.CORRECTION, **closed), Action.CORRECT, EMPLOYER, NOW)
        assert apply(case(Status.CONFIRMING, **closed), Action.CONFIRM_CORRECTION, GRADUATE, NOW)

    @pytest.mark.parametrize("line", [line for line in TRANSITIONS if line.source and line.action is not Action.EXPIRE])
    def test_everything_but_the_clock_rests_while_a_dispute_is_open(self, line: Line) -> None:
        actor = next(actor for actor in ACTORS if isinstance(actor, line.by))
        with pytest.raises(Problem) as refused:
            apply(case(line.source, line.at, frozen=True), line.action, actor, NOW)
        assert refused.value.facts["rule"] == "agreement_is_not_frozen"

    def test_training_modes_22_and_42_may_sign(self) -> None:
        for mode in ("22", "42", "3", "5"):
            assert apply(case(None, standing=Standing(True, mode)), Action.INVITE, EMPLOYER, NOW)

    def test_an_overdue_invitation_is_no_hindrance_to_a_new_one(self) -> None:
        assert apply(case(None, open_until=NOW), Action.INVITE, EMPLOYER, NOW)

    def test_declining_asks_for_the_deadline_only(self) -> None:
        closed = case(Status.AWAITING_GRADUATE, signing_open=False, live_with="另一家公司", standing=None)
        assert apply(closed, Action.DECLINE, GRADUATE, NOW).status is Status.DECLINED

    def test_reviews_go_on_when_signing_is_closed(self) -> None:
        closed = case(Status.IN_REVIEW, ReviewStep.SCHOOL, signing_open=False)
        assert apply(closed, Action.PASS, SCHOOL, NOW).status is Status.SIGNED

    def test_the_last_moment_before_the_deadline_counts(self) -> None:
        last = case(Status.AWAITING_GRADUATE, deadline=NOW + timedelta(microseconds=1))
        assert apply(last, Action.ACCEPT, GRADUATE, NOW)

    def test_nothing_expires_early(self) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(Status.AWAITING_GRADUATE, deadline=NOW + timedelta(microseconds=1)), Action.EXPIRE, Clock(), NOW)
        assert refused.value.facts["rule"] == "deadline_has_passed"

    def test_a_refusal_in_the_wrong_state_names_the_state_in_the_readers_words(self) -> None:
        with pytest.raises(Problem) as refused:
            apply(case(Status.SIGNED), Action.ACCEPT, GRADUATE, NOW)
        assert refused.value.detail == "当前状态为“签约审核通过”。"
        assert refused.value.facts["state"] == "signed"


class TestReviewSteps:
    def test_the_review_begins_where_the_settings_say(self) -> None:
        def first(mode: ReviewMode) -> ReviewStep | None:
            return apply(case(Status.AWAITING_GRADUATE, review_mode=mode), Action.ACCEPT, GRADUATE, NOW).review_step

        assert first(ReviewMode.SCHOOL_ONLY) is ReviewStep.SCHOOL
        assert first(ReviewMode.DEPARTMENT_THEN_SCHOOL) is ReviewStep.DEPARTMENT

    @pytest.mark.parametrize(
        ("step", "actor", "waiting_for"),
        [(ReviewStep.DEPARTMENT, SCHOOL, "院系用户"), (ReviewStep.SCHOOL, DEPARTMENT, "学校用户")],
    )
    def test_whose_turn_it_is_not_is_told_whose_it_is(self, step: ReviewStep, actor: Doer, waiting_for: str) -> None:
        for action in (Action.PASS, Action.REJECT, Action.RETURN):
            with pytest.raises(Problem) as refused:
                apply(case(Status.IN_REVIEW, step), action, actor, NOW)
            assert refused.value.facts["rule"] == "reviewer_is_at_this_step"
            assert waiting_for in refused.value.detail


class TestOptions:
    def test_lists_all_actions_of_the_role_with_why_not(self) -> None:
        taken = options(case(Status.AWAITING_GRADUATE, live_with="另一家公司"), GRADUATE, NOW)
        told = {option.action: option.refusal and option.refusal.facts["rule"] for option in taken}
        elsewhere = "status_allows_this_action"
        assert told == {
            Action.ACCEPT: "graduate_has_no_live_agreement",
            Action.DECLINE: None,
            Action.CONFIRM_CORRECTION: elsewhere,
            Action.REFUSE_CORRECTION: elsewhere,
        }

    def test_says_the_same_as_the_door(self) -> None:
        assert unlike_the_door(LIFE, case_for) == []

    def test_nobody_but_the_parties_and_reviewers_has_any(self) -> None:
        for actor in ACTORS[4:7]:
            assert options(case(Status.AWAITING_GRADUATE), actor, NOW) == []
