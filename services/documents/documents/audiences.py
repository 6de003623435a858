"""Whose a file is and who may see it, as one key shared by all users of an employer or a school."""

from uuid import UUID

from common.auth.actors import Actor, CentreUser, DepartmentUser, EmployerUser, Graduate, SchoolUser
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


def department(school_code: str, name: str) -> str:
    """The reviewers of a department; they own no files."""
    return f"department:{school_code}:{name}"


def of_agreement(facts: AgreementFacts) -> list[str]:
    """Everybody who has a part in an agreement: both sides, as far as the platform knows them, and the reviewers."""
    reviewers = [school(facts.school_code), department(facts.school_code, facts.department)]
    sides = [graduate(facts.graduate_id), *([employer(facts.employer_id)] if facts.employer_id else [])]
    return [*sides, *reviewers]


def side_of(facts: AgreementFacts, side: Side) -> str:
    """The side that handed something in. A side without an account here never does."""
    if side == "employer" and facts.employer_id is not None:
        return employer(facts.employer_id)
    return graduate(facts.graduate_id)


def audience_of(actor: Actor) -> str | None:
    """The key under which an actor owns and reads files; None for those who do neither."""
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
    return None
