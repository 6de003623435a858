"""Which rows a reader may know of, and which wait for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, literal_column

from agreements.records.states.turns import OF_EMPLOYER, OF_GRADUATE
from agreements.records.tables import WAITS_FOR_REVIEWER, Agreement
from common.auth import actors
from common.contracts.codes.levels import DataScope, levels_in
from common.review import ReviewStep

NOT_FROZEN = Agreement.frozen_at.is_(None)


def visible_to(actor: actors.Actor) -> ColumnElement[bool]:
    """The rows an actor may know of. Whatever is not listed here sees nothing."""
    match actor:
        case actors.EmployerUser(employer_id=UUID() as employer_id):
            return Agreement.employer_id == employer_id
        case actors.Graduate(graduate_id=graduate_id):
            return Agreement.graduate_id == graduate_id
        case actors.SchoolUser(school_code=school_code):
            return and_(Agreement.school_code == school_code, *_in_scope(actor.data_scope))
        case actors.DepartmentUser(school_code=school_code, department=department):
            own = and_(Agreement.school_code == school_code, Agreement.reviewing_department == department)
            return and_(own, *_in_scope(actor.data_scope))
        case _:
            return false()


def waits_for(actor: actors.Actor) -> ColumnElement[bool]:
    """Of the rows an actor may know of, those where it is their turn: a reviewer's own step, a party's own answer, a
    case of “这不是我签的”."""
    match actor:
        case actors.EmployerUser():
            return and_(Agreement.status.in_(sorted(OF_EMPLOYER)), NOT_FROZEN)
        case actors.Graduate():
            return and_(Agreement.status.in_(sorted(OF_GRADUATE)), NOT_FROZEN)
        case actors.SchoolUser():
            return _waits_for_reviewer(ReviewStep.SCHOOL)
        case actors.DepartmentUser():
            return _waits_for_reviewer(ReviewStep.DEPARTMENT)
        case _:
            return false()


def _waits_for_reviewer(step: ReviewStep) -> ColumnElement[bool]:
    waited_for: ColumnElement[str] = literal_column(WAITS_FOR_REVIEWER)
    return waited_for == step.value


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Whoever is waited for has let the limit pass: of a disputed agreement, the school."""
    return Agreement.due_at <= now


def _in_scope(scope: DataScope) -> list[ColumnElement[bool]]:
    """数据权限 of a school's or department's user (guides/003 §2)."""
    return [] if scope == "all" else [Agreement.level_code.in_(levels_in(scope))]
