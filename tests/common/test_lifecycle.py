"""The machinery behind every transition table, over a small table of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import pytest

from common.auth.actors import CentreUser, DepartmentUser, SchoolUser
from common.errors import Conflict, Forbidden, Problem
from common.lifecycle import Clock, Lifecycle, Transition
from common.review import ReviewMode, ReviewStep

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SCHOOL = SchoolUser(id=uuid4(), name="王老师", school_code="19901")
DEPARTMENT = DepartmentUser(id=uuid4(), name="赵老师", school_code="19901", department="计算机学院")
CENTRE = CentreUser(id=uuid4(), name="中心")


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    DONE = "done"


class Action(StrEnum):
    HAND_IN = "hand_in"
    PASS = "pass"
    DROP = "drop"


@dataclass(frozen=True)
class Paper:
    status: Status | None
    review_step: ReviewStep | None = None
    review_mode: ReviewMode = ReviewMode.DEPARTMENT_THEN_SCHOOL
    pages: int = 1


def has_pages(paper: Paper, actor: Any, now: datetime) -> Problem | None:
    return None if paper.pages else Conflict("没有内容。", who_can_change="作者")


def is_empty(paper: Paper, actor: Any, now: datetime) -> Problem | None:
    return Conflict("有内容。") if paper.pages else None


def is_right_step(paper: Paper, actor: Any, now: datetime) -> Problem | None:
    turn = DepartmentUser if paper.review_step is ReviewStep.DEPARTMENT else SchoolUser
    return None if isinstance(actor, turn) else Conflict("还没轮到。")


LINES = (
    Transition(None, Action.HAND_IN, (CentreUser,), (has_pages,), Status.IN_REVIEW, None),
    Transition(Status.DRAFT, Action.HAND_IN, (CentreUser,), (has_pages,), Status.IN_REVIEW, None),
    Transition(
        Status.IN_REVIEW,
        Action.PASS,
        (DepartmentUser, SchoolUser),
        (is_right_step,),
        Status.IN_REVIEW,
        None,
        at=ReviewStep.DEPARTMENT,
    ),
    Transition(
        Status.IN_REVIEW,
        Action.PASS,
        (DepartmentUser, SchoolUser),
        (is_right_step,),
        Status.DONE,
        None,
        at=ReviewStep.SCHOOL,
    ),
    Transition(Status.DRAFT, Action.DROP, (Clock,), (is_empty,), Status.DONE, None),
    Transition(Status.DRAFT, Action.DROP, (Clock,), (has_pages,), Status.DRAFT, None),
)
LIFE = Lifecycle(
    LINES,
    not_yours=lambda action, actor: Forbidden("不是您的操作。"),
    not_in_this_state=lambda paper, action, actor: Conflict("当前状态不能进行此操作。"),
    in_review={Status.IN_REVIEW},
)


class TestApply:
    def test_takes_the_line_and_says_where_it_leads(self) -> None:
        change = LIFE.apply(Paper(None), Action.HAND_IN, CENTRE, NOW)
        assert (change.status, change.review_step, change.by, change.at) == (
            Status.IN_REVIEW,
            ReviewStep.DEPARTMENT,
            CENTRE,
            NOW,
        )

    def test_walks_the_steps_of_the_review(self) -> None:
        first = LIFE.apply(Paper(Status.IN_REVIEW, ReviewStep.DEPARTMENT), Action.PASS, DEPARTMENT, NOW)
        assert (first.status, first.review_step) == (Status.IN_REVIEW, ReviewStep.SCHOOL)
        last = LIFE.apply(Paper(Status.IN_REVIEW, ReviewStep.SCHOOL), Action.PASS, SCHOOL, NOW)
        assert (last.status, last.review_step) == (Status.DONE, None)

    def test_begins_at_the_school_where_it_alone_reviews(self) -> None:
        alone = Paper(Status.DRAFT, review_mode=ReviewMode.SCHOOL_ONLY)
        assert LIFE.apply(alone, Action.HAND_IN, CENTRE, NOW).review_step is ReviewStep.SCHOOL

    @pytest.mark.parametrize(
        ("paper", "action", "actor", "kind", "rule"),
        [
            (Paper(Status.DRAFT), Action.HAND_IN, SCHOOL, Forbidden, "actor_has_this_action"),
            (Paper(Status.DONE), Action.HAND_IN, CENTRE, Conflict, "status_allows_this_action"),
            (Paper(Status.DRAFT, pages=0), Action.HAND_IN, CENTRE, Conflict, "has_pages"),
            (Paper(Status.IN_REVIEW, ReviewStep.DEPARTMENT), Action.PASS, SCHOOL, Conflict, "is_right_step"),
        ],
    )
    def test_a_refusal_names_its_rule(
        self, paper: Paper, action: Action, actor: Any, kind: type[Problem], rule: str
    ) -> None:
        with pytest.raises(kind) as refused:
            LIFE.apply(paper, action, actor, NOW)
        assert refused.value.facts["rule"] == rule

    @pytest.mark.parametrize(("pages", "target"), [(0, Status.DONE), (1, Status.DRAFT)])
    def test_of_two_lines_the_one_whose_rules_hold_is_taken(self, pages: int, target: Status) -> None:
        assert LIFE.apply(Paper(Status.DRAFT, pages=pages), Action.DROP, Clock(), NOW).status is target


class TestOptions:
    def test_offers_every_action_of_the_role_with_the_reason_where_it_is_closed(self) -> None:
        assert [(option.action, option.refusal) for option in LIFE.options(Paper(Status.DRAFT), CENTRE, NOW)] == [
            (Action.HAND_IN, None)
        ]
        [closed] = LIFE.options(Paper(Status.DONE), CENTRE, NOW)
        assert closed.refusal is not None

    def test_does_not_offer_what_others_do(self) -> None:
        assert [option.action for option in LIFE.options(Paper(Status.DRAFT), SCHOOL, NOW)] == [Action.PASS]
