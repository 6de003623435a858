"""Every status, action and role, held against what the guides allow: for each process's table."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

from agreements.records.states import IN_REVIEWS, Action, Case, Change, Clock, Doer, Standing, Status
from common.auth.actors import (
    CentreUser,
    DepartmentUser,
    EmployerUser,
    Graduate,
    ProvinceUser,
    SchoolUser,
    ServiceAccount,
)
from common.errors import Problem
from common.lifecycle import Lifecycle
from common.review import ReviewMode, ReviewStep

NOW = datetime(2026, 11, 12, 2, 10, 20, tzinfo=UTC)
ACTORS: tuple[Doer, ...] = (
    EmployerUser(id=uuid4(), name="招聘专员", employer_id=uuid4()),
    Graduate(id=uuid4(), name="王䶮", graduate_id=uuid4(), school_code="19901", cohort=2027, confirmed=True),
    DepartmentUser(id=uuid4(), name="赵老师", school_code="19901", department="计算机学院"),
    SchoolUser(id=uuid4(), name="王老师", school_code="19901"),
    ProvinceUser(id=uuid4(), name="省级", province_code="11"),
    CentreUser(id=uuid4(), name="中心"),
    ServiceAccount(id=uuid4(), name="documents"),
    Clock(),
)
EMPLOYER, GRADUATE, DEPARTMENT, SCHOOL = ACTORS[:4]

Place = tuple[Status | None, ReviewStep | None]
Allowed = Mapping[tuple[str | None, str | None, str, str], tuple[str, str | None]]
"""Where, at which step, what, who → where to and at which step. Written a second time, independently of the table."""
MakeCase = Callable[..., Case]


def places() -> Iterator[Place]:
    """Everywhere an agreement can be, and where there is none yet."""
    yield None, None
    for status in Status:
        if status in IN_REVIEWS:
            yield status, ReviewStep.DEPARTMENT
            yield status, ReviewStep.SCHOOL
        else:
            yield status, None


def case(status: Status | None, step: ReviewStep | None = None, **facts: Any) -> Case:
    """A case in which every rule is content."""
    good: dict[str, Any] = {
        "deadline": NOW + timedelta(days=1),
        "school_name": "北京示例大学",
        "cohort": 2027,
        "standing": Standing(may_sign=True, training_mode_code="1"),
        "signing_open": True,
        "review_mode": ReviewMode.DEPARTMENT_THEN_SCHOOL,
    }
    return Case(status=status, review_step=step, **(good | facts))


def outcome(life: Lifecycle, asked: Case, action: Action, actor: Doer) -> Change | Problem:
    """What the door says."""
    try:
        return life.apply(asked, action, actor, NOW)
    except Problem as refusal:
        return refusal


def deviations(life: Lifecycle, allowed: Allowed, case_for: Callable[[Place, Action, Doer], Case]) -> list[str]:
    """Where the table says something else than what is allowed, or refuses without naming its rule."""
    return [
        f"{place} {action} {actor.role}: {said}"
        for place, action, actor in product(places(), Action, ACTORS)
        if (said := _deviation(life, allowed, case_for(place, action, actor), place, action, actor))
    ]


def _deviation(life: Lifecycle, allowed: Allowed, asked: Case, place: Place, action: Action, actor: Doer) -> str | None:
    wanted = allowed.get((*place, action.value, actor.role))
    decided = outcome(life, asked, action, actor)
    if isinstance(decided, Change):
        there = (decided.status, decided.review_step)
        return None if there == wanted else f"leads to {there}, not {wanted}"
    if wanted is not None:
        return f"is refused: {decided.detail}"
    if decided.status not in (403, 409) or not decided.facts.get("rule"):
        return f"is refused with {decided.status} and names no rule"
    told = decided.who_can_change and decided.advice
    return None if told else f"is refused by {decided.facts['rule']} without who can change it and what to do"


def unlike_the_door(life: Lifecycle, case_for: Callable[[Place, Action, Doer], Case]) -> list[str]:
    """Where the list of options and the door do not say the same."""
    faults = []
    for place, action, actor in product(places(), Action, ACTORS):
        asked = case_for(place, action, actor)
        offered = {option.action for option in life.options(asked, actor, NOW) if option.refusal is None}
        open_now = isinstance(outcome(life, asked, action, actor), Change)
        if (action in offered) != (open_now and place[0] is not None):
            faults.append(f"{place} {action} {actor.role}")
    return faults
