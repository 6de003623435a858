"""Whose a file is and who may see it, as one key shared by all users of an employer or a school."""

from uuid import UUID

from common.auth.actors import Actor, CentreUser, EmployerUser, Graduate, SchoolUser
from common.contracts.agreements.facts import AgreementFacts, Side

CENTRE = "centre"


def employer(employer_id: UUID) -> str:
    """All users of an employer."""
    return f"employer:{employer_id}"


def graduate(graduate_id: UUID) -> str:
    """A graduate alone."""
    return f"graduate:{graduate_id}"


def school(school_code: str) -> str:
    """The employment office of a school."""
    return f"school:{school_code}"


def sides_of(facts: AgreementFacts) -> list[str]:
    """Both sides of an agreement, as far as the platform knows them."""
    return [graduate(facts.graduate_id), *([employer(facts.employer_id)] if facts.employer_id else [])]


def side_of(facts: AgreementFacts, side: Side) -> str:
    """The side that handed something in. A side without an account here never does."""
    if side == "employer" and facts.employer_id is not None:
        return employer(facts.employer_id)
    return graduate(facts.graduate_id)


def audience_of(actor: Actor) -> str | None:
    """The key under which an actor owns and reads files; None for those who do neither. Departments own none and read
    what goes with their agreements (`departments`)."""
    match actor:
        case EmployerUser(employer_id=UUID() as employer_id):
            return employer(employer_id)
        case Graduate():
            return graduate(actor.graduate_id)
        case SchoolUser():
            return school(actor.school_code)
        case CentreUser():
            return CENTRE
    return None
