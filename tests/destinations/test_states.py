"""Every status × action × role: what may happen is written down here once more, by hand."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from common import clock
from common.auth.actors import CentreUser, EmployerUser
from common.errors import Conflict, Forbidden
from common.review import ReviewMode, ReviewStep
from destinations.catalogue.states import type_of
from destinations.registration.rules import Case
from destinations.registration.states import Action, Signing, Status, apply, options
from tests.destinations.people import COHORT, department_user, graduate, school_user

PLACES = {
    "none": (None, None, ReviewMode.DEPARTMENT_THEN_SCHOOL),
    "draft": (Status.DRAFT, None, ReviewMode.DEPARTMENT_THEN_SCHOOL),
    "department step": (Status.IN_REVIEW, ReviewStep.DEPARTMENT, ReviewMode.DEPARTMENT_THEN_SCHOOL),
    "school step after department": (Status.IN_REVIEW, ReviewStep.SCHOOL, ReviewMode.DEPARTMENT_THEN_SCHOOL),
    "school step alone": (Status.IN_REVIEW, ReviewStep.SCHOOL, ReviewMode.SCHOOL_ONLY),
    "approved": (Status.APPROVED, None, ReviewMode.SCHOOL_ONLY),
    "rejected": (Status.REJECTED, None, ReviewMode.SCHOOL_ONLY),
    "voided": (Status.VOIDED, None, ReviewMode.SCHOOL_ONLY),
}
ACTORS: dict[str, Any] = {
    "graduate": graduate(),
    "department": department_user,
    "school": school_user,
    "signing": Signing(),
    "employer": EmployerUser(id=uuid4(), name="人事", employer_id=uuid4()),
    "centre": CentreUser(id=uuid4(), name="中心"),
}
ALLOWED = {
    ("none", "submit", "graduate"): ("in_review", "department"),
    ("draft", "submit", "graduate"): ("in_review", "department"),
    ("department step", "withdraw", "graduate"): ("draft", None),
    ("school step alone", "withdraw", "graduate"): ("draft", None),
    ("department step", "pass", "department"): ("in_review", "school"),
    ("school step after department", "pass", "school"): ("approved", None),
    ("school step alone", "pass", "school"): ("approved", None),
    ("department step", "reject", "department"): ("rejected", None),
    ("school step after department", "reject", "school"): ("rejected", None),
    ("school step alone", "reject", "school"): ("rejected", None),
    ("approved", "void", "graduate"): ("voided", None),
    ("department step", "give_way", "signing"): ("draft", None),
    ("school step after department", "give_way", "signing"): ("draft", None),
    ("school step alone", "give_way", "signing"): ("draft", None),
    ("approved", "give_way", "signing"): ("voided", None),
}


def case_at(place: str) -> Case:
    status, step, mode = PLACES[place]
    return Case(
        status=status,
        review_step=step,
        review_mode=mode,
        school_name="江南示范大学",
        cohort=COHORT,
        type=type_of("71", COHORT),
        destinations_open=True,
    )


def reached(case: Case, action: Action, who: str) -> tuple[Status, ReviewStep | None] | None:
    """Where the action leads; None where it is refused as a broken rule."""
    try:
        change = apply(case, action, ACTORS[who], clock.now())
    except (Conflict, Forbidden):
        return None
    return change.status, change.review_step


class TestEveryStateActionAndRole:
    @pytest.mark.parametrize(("place", "action", "who"), list(product(PLACES, Action, ACTORS)))
    def test_does_what_is_written(self, place: str, action: Action, who: str) -> None:
        assert reached(case_at(place), action, who) == ALLOWED.get((place, action.value, who))

    @pytest.mark.parametrize(("place", "who"), list(product(PLACES, ACTORS)))
    def test_offers_exactly_what_it_lets_through(self, place: str, who: str) -> None:
        offered = {
            option.action for option in options(case_at(place), ACTORS[who], clock.now()) if option.refusal is None
        }
        assert offered == {Action(action) for at, action, by in ALLOWED if (at, by) == (place, who)}

    def test_labels_are_those_of_the_guide(self) -> None:
        assert [status.label for status in Status][1:] == [
            "去向登记审核中",
            "去向登记审核通过",
            "去向登记审核不通过",
            "已作废",
        ]
