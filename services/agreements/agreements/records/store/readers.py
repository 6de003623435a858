"""Which rows a reader may know of."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false

from agreements.records.tables import Agreement
from common.auth import actors
from common.contracts.codes.levels import DataScope, levels_in


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
            own = and_(Agreement.school_code == school_code, Agreement.department == department)
            return and_(own, *_in_scope(actor.data_scope))
        case _:
            return false()


def _in_scope(scope: DataScope) -> list[ColumnElement[bool]]:
    """数据权限 of a school's or department's user (guides/003 §2)."""
    return [] if scope == "all" else [Agreement.level_code.in_(levels_in(scope))]
