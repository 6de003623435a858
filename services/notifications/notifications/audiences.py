"""Whom a notice is addressed to: one key per inbox, shared by all users of an employer, a school or a department."""

from uuid import UUID

from common.auth.actors import Actor, CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser

CENTRE = "centre"
NOBODY = ""
"""No notice is ever addressed to it; a CHECK of the table says so too."""


def employer(employer_id: UUID) -> str:
    """All users of an employer."""
    return f"employer:{employer_id}"


def graduate(graduate_id: UUID) -> str:
    """A graduate in one cohort."""
    return f"graduate:{graduate_id}"


def school(school_code: str) -> str:
    """The employment office of a school."""
    return f"school:{school_code}"


def department(school_code: str, name: str) -> str:
    """A department; the name is the roster's 院系, to the letter."""
    return f"department:{school_code}:{name}"


def audience_of(actor: Actor) -> str:
    """The one inbox an actor reads; `NOBODY` for provinces, services and users without an employer."""
    match actor:
        case EmployerUser(employer_id=UUID() as employer_id):
            return employer(employer_id)
        case Graduate():
            return graduate(actor.graduate_id)
        case SchoolUser():
            return school(actor.school_code)
        case DepartmentUser():
            return department(actor.school_code, actor.department)
        case CentreUser():
            return CENTRE
    return NOBODY
