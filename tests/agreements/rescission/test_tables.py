"""The transition tables of rescission, tried with every status, action and role; and each rule alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from agreements.records.states import STANDING, Action, Audience, Case, Kind, Line, Status, Tab
from agreements.rescission.states import LIVES, RUNNING, offline, online
from common.errors import Problem
from common.lifecycle import Lifecycle
from common.review import ReviewMode, ReviewStep
from tests.agreements.matrix import (
    DEPARTMENT,
    EMPLOYER,
    GRADUATE,
    NOW,
    SCHOOL,
    Allowed,
    Place,
    case,
    deviations,
    unlike_the_door,
)

# What the guides allow, written down a second time and independently of the tables: where, what, who → where to.
VALID = ("signed", "rescission_declined_by_graduate", "rescission_declined_by_employer", "rescission_rejected")
BY_GRADUATE, BY_EMPLOYER = "rescission_awaiting_employer", "rescission_awaiting_graduate"
ONLINE: Allowed = {
    **{(valid, None, "request_rescission", "employer_user"): (BY_EMPLOYER, None) for valid in VALID},
    **{(valid, None, "request_rescission", "graduate"): (BY_GRADUATE, None) for valid in VALID},
    (BY_EMPLOYER, None, "agree_rescission", "graduate"): ("rescission_in_review", "department"),
    (BY_GRADUATE, None, "agree_rescission", "employer_user"): ("rescission_in_review", "department"),
    (BY_EMPLOYER, None, "decline_rescission", "graduate"): ("rescission_declined_by_graduate", None),
    (BY_GRADUATE, None, "decline_rescission", "employer_user"): ("rescission_declined_by_employer", None),
    (BY_EMPLOYER, None, "withdraw_rescission", "employer_user"): ("signed", None),
    (BY_GRADUATE, None, "withdraw_rescission", "graduate"): ("signed", None),
    (BY_GRADUATE, None, "force_rescission", "school_user"): ("rescinded", None),
    ("rescission_in_review", "department", "pass_rescission", "department_user"): ("rescission_in_review", "school"),
    ("rescission_in_review", "school", "pass_rescission", "school_user"): ("rescinded", None),
    ("rescission_in_review", "department", "reject_rescission", "department_user"): ("rescission_rejected", None),
    ("rescission_in_review", "school", "reject_rescission", "school_user"): ("rescission_rejected", None),
}
ASKED = "rescission_requested"
OFFLINE: Allowed = {
    ("signed", None, "request_rescission", "graduate"): (ASKED, "department"),
    ("rescission_rejected", None, "request_rescission", "graduate"): (ASKED, "department"),
    (ASKED, "department", "pass_rescission", "department_user"): (ASKED, "school"),
    (ASKED, "school", "pass_rescission", "school_user"): ("rescinded", None),
    (ASKED, "department", "return_rescission", "department_user"): ("rescission_returned", None),
    (ASKED, "school", "return_rescission", "school_user"): ("rescission_returned", None),
    (ASKED, "department", "reject_rescission", "department_user"): ("rescission_rejected", None),
    (ASKED, "school", "reject_rescission", "school_user"): ("rescission_rejected", None),
    ("rescission_returned", None, "resubmit_rescission", "graduate"): (ASKED, "department"),
    ("rescission_returned", None, "withdraw_rescission", "graduate"): ("signed", None),
}
TABLES = [
    pytest.param(online.LIFE, online.TRANSITIONS, ONLINE, id="online"),
    pytest.param(offline.LIFE, offline.TRANSITIONS, OFFLINE, id="offline"),
]


def case_for(place: Place, action: Action, actor: Any) -> Case:
    """A case in which the rules are content."""
    return case(*place, rescission_limit=1)


def reached(allowed: Allowed) -> set[tuple[str | None, str, str]]:
    return {(source, action, target) for (source, _, action, _), (target, _) in allowed.items()}


class TestMatrix:
    @pytest.mark.parametrize(("life", "lines", "allowed"), TABLES)
    def test_lets_through_what_the_guides_allow_and_nothing_else(
        self, life: Lifecycle, lines: tuple[Line, ...], allowed: Allowed
    ) -> None:
        assert deviations(life, allowed, case_for) == []
        assert {(line.source, line.action, line.target) for line in lines} == reached(allowed)

    @pytest.mark.parametrize(("life", "lines", "allowed"), TABLES)
    def test_the_options_say_the_same_as_the_door(
        self, life: Lifecycle, lines: tuple[Line, ...], allowed: Allowed
    ) -> None:
        assert unlike_the_door(life, case_for) == []

    @pytest.mark.parametrize(("life", "lines", "allowed"), TABLES)
    def test_a_disputed_agreement_rests(self, life: Lifecycle, lines: tuple[Line, ...], allowed: Allowed) -> None:
        frozen = {
            place: "agreement_is_not_frozen"
            for place in allowed
            if refusal(life, case(*_place(place), rescission_limit=1, frozen=True), place) == "agreement_is_not_frozen"
        }
        assert frozen.keys() == allowed.keys()

    def test_supplements_go_the_way_of_offline_agreements(self) -> None:
        assert LIVES[Kind.SUPPLEMENT] is LIVES[Kind.OFFLINE] is offline.LIFE
        assert LIVES[Kind.ONLINE] is online.LIFE

    def test_until_the_school_has_passed_it_the_agreement_stands(self) -> None:
        targets = {line.target for line in (*online.TRANSITIONS, *offline.TRANSITIONS)}
        assert targets - set(STANDING) == {Status.RESCINDED}
        assert set(STANDING) > RUNNING

    @pytest.mark.parametrize(
        ("status", "tab", "employer", "school", "graduate"),
        [
            (
                "rescission_awaiting_graduate",
                "解约中",
                "单位发起解约 等待学生应约",
                "单位发起解约 等待学生应约",
                "单位发起解约 等待应约",
            ),
            ("rescission_awaiting_employer", "解约中", *["学生发起解约等待单位应约"] * 3),
            ("rescission_in_review", "解约中", *["已同意解约等待学校(学院)审核"] * 3),
            ("rescission_requested", "解约中", *["解约中"] * 3),
            ("rescission_returned", "解约中", *["解约退回修改"] * 3),
            ("rescission_declined_by_graduate", "解约失败", *["学生拒绝解约 解约失败"] * 3),
            ("rescission_declined_by_employer", "解约失败", *["单位拒绝解约 解约失败"] * 3),
            ("rescission_rejected", "解约失败", *["解约不通过"] * 3),
            ("rescinded", "已解约", *["解约通过"] * 3),
        ],
    )
    def test_every_status_has_the_words_of_the_guides(
        self, status: str, tab: str, employer: str, school: str, graduate: str
    ) -> None:
        words: Mapping[Audience, str] = {
            Audience.EMPLOYER: employer,
            Audience.SCHOOL: school,
            Audience.GRADUATE: graduate,
        }
        assert {audience: Status(status).label(audience) for audience in Audience} == words
        assert Tab(Status(status).tab).label == tab
        assert all(Status(status).moved_by(kind) for kind in Kind)


class TestRules:
    @pytest.mark.parametrize(("limit", "asked"), [(0, 0), (1, 1), (2, 3)])
    @pytest.mark.parametrize("life", [online.LIFE, offline.LIFE])
    def test_a_graduate_asks_no_more_often_than_the_school_allows(
        self, life: Lifecycle, limit: int, asked: int
    ) -> None:
        with pytest.raises(Problem) as refused:
            life.apply(
                case(Status.SIGNED, rescission_limit=limit, rescissions_asked=asked),
                Action.REQUEST_RESCISSION,
                GRADUATE,
                NOW,
            )
        assert refused.value.facts["rule"] == "graduate_may_ask_again"
        assert f"北京示例大学2027届毕业生可提交解约申请{limit}次，您已提交{asked}次" in refused.value.detail
        assert refused.value.who_can_change == "北京示例大学的学校用户，可在“签约设置”中调整次数"

    def test_employers_ask_as_often_as_they_like(self) -> None:
        asked = case(Status.SIGNED, rescission_limit=0, rescissions_asked=99)
        assert online.apply(asked, Action.REQUEST_RESCISSION, EMPLOYER, NOW)

    @pytest.mark.parametrize(
        ("life", "status"),
        [(online.LIFE, Status.RESCISSION_IN_REVIEW), (offline.LIFE, Status.RESCISSION_REQUESTED)],
    )
    @pytest.mark.parametrize(
        ("step", "actor", "turn"),
        [(ReviewStep.DEPARTMENT, SCHOOL, "院系用户"), (ReviewStep.SCHOOL, DEPARTMENT, "学校用户")],
    )
    def test_reviewers_wait_for_their_turn(
        self, life: Lifecycle, status: Status, step: ReviewStep, actor: Any, turn: str
    ) -> None:
        with pytest.raises(Problem) as refused:
            life.apply(case(status, step), Action.PASS_RESCISSION, actor, NOW)
        assert refused.value.facts["rule"] == "reviewer_is_at_this_step"
        assert turn in refused.value.detail

    def test_where_only_the_school_reviews_the_department_is_left_out(self) -> None:
        alone = ReviewMode.SCHOOL_ONLY
        agreed = case(Status.RESCISSION_AWAITING_EMPLOYER, review_mode=alone)
        assert online.apply(agreed, Action.AGREE_RESCISSION, EMPLOYER, NOW).review_step is ReviewStep.SCHOOL
        asked = case(Status.SIGNED, review_mode=alone, rescission_limit=1)
        assert offline.apply(asked, Action.REQUEST_RESCISSION, GRADUATE, NOW).review_step is ReviewStep.SCHOOL

    def test_nothing_else_about_signing_matters(self) -> None:
        around: dict[str, Any] = {
            "signing_open": False,
            "standing": None,
            "employer_verified": False,
            "employer_suspended": True,
        }
        for actor in (EMPLOYER, GRADUATE):
            assert online.apply(
                case(Status.SIGNED, rescission_limit=1, **around), Action.REQUEST_RESCISSION, actor, NOW
            )
        waiting = case(Status.RESCISSION_AWAITING_EMPLOYER, **around)
        assert online.apply(waiting, Action.AGREE_RESCISSION, EMPLOYER, NOW)


def refusal(life: Lifecycle, asked: Case, place: tuple[str | None, str | None, str, str]) -> str | None:
    """The rule that the door names."""
    actor = next(one for one in (EMPLOYER, GRADUATE, DEPARTMENT, SCHOOL) if one.role == place[3])
    with pytest.raises(Problem) as refused:
        life.apply(asked, Action(place[2]), actor, NOW)
    return refused.value.facts["rule"]


def _place(place: tuple[str | None, str | None, str, str]) -> Place:
    status, step, _, _ = place
    return (Status(status) if status else None, ReviewStep(step) if step else None)
