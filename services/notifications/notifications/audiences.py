"""Whom a notice is addressed to: one key per inbox, shared by all users of an employer, a school or a department."""

from uuid import UUID

from common.auth.actors import Actor, CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser

CENTRE = "centre"


def employer(employer_id: UUID) -> str:
    """All users of an employer."""
    return f"employer:{employer_id}"


def employer_user(user_id: UUID) -> str:
    """One employer user, whichever employer that is now: for what concerns nobody else there."""
    return f"employer_user:{user_id}"


def graduate(graduate_id: UUID) -> str:
    """A graduate in one cohort."""
    return f"graduate:{graduate_id}"


def school(school_code: str) -> str:
    """The employment office of a school."""
    return f"school:{school_code}"


def department(school_code: str, name: str) -> str:
    """A department; the name is the roster's 院系, to the letter."""
    return f"department:{school_code}:{name}"


def audiences_of(actor: Actor) -> tuple[str, ...]:
    """The inboxes an actor reads as one; none for provinces and services."""
    match actor:
        case EmployerUser():
            own = employer_user(actor.id)
            return (own, employer(actor.employer_id)) if actor.employer_id else (own,)
        case Graduate():
            return (graduate(actor.graduate_id),)
        case SchoolUser():
            return (school(actor.school_code),)
        case DepartmentUser():
            return (department(actor.school_code, actor.department),)
        case CentreUser():
            return (CENTRE,)
    return ()
