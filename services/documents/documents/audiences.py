"""Whose a file is and who may see it, as one key shared by all users of an employer or a school."""

from uuid import UUID

from common.auth.actors import Actor, CentreUser, EmployerUser, Graduate, SchoolUser

CENTRE = "centre"


def employer(employer_id: UUID) -> str:
    """All users of an employer."""
    return f"employer:{employer_id}"


def school(school_code: str) -> str:
    """The employment office of a school."""
    return f"school:{school_code}"


def audience_of(actor: Actor) -> str | None:
    """The key under which an actor owns and reads files; None for those who do neither."""
    match actor:
        case EmployerUser(employer_id=UUID() as employer_id):
            return employer(employer_id)
        case Graduate():
            return f"graduate:{actor.graduate_id}"
        case SchoolUser():
            return school(actor.school_code)
        case CentreUser():
            return CENTRE
    return None
