"""Gathers what the conditions are held against, from the read copies and the sign settings."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.eligibility import states
from agreements.eligibility.errors import GraduateNotKnown
from agreements.eligibility.schemas import Eligibility
from agreements.parties import queries as parties
from agreements.records.queries import standing_case
from common import clock
from common.answers import Coded
from common.auth.actors import Actor, DepartmentUser, EmployerUser, Graduate, SchoolReviewer
from common.contracts.codes import in_scope

EMPLOYER = Coded(code="employer", label="单位")
GRADUATE = Coded(code="graduate", label="毕业生")
NOT_VERIFIED = "未通过认证的单位"


async def of_employer(session: AsyncSession, actor: EmployerUser) -> Eligibility:
    """Why the user's employer can or cannot start something new."""
    found = await parties.employer(session, actor.employer_id) if actor.employer_id else None
    case = states.employer_case(verified=found is not None, suspended=found is not None and not found.may_sign)
    checks = states.checks(states.OF_EMPLOYER, case, actor, clock.now())
    return Eligibility.of(EMPLOYER, found.name if found else NOT_VERIFIED, checks)


async def of_graduate(session: AsyncSession, actor: Graduate) -> Eligibility:
    """Why a graduate can or cannot sign, in the cohort that the token is for."""
    return await _graduate(session, actor, actor.graduate_id, actor.name, actor.school_code, actor.cohort)


async def of_graduate_at_school(session: AsyncSession, reader: SchoolReviewer, graduate_id: UUID) -> Eligibility:
    """The same of one of the reader's graduates.

    Raises:
        GraduateNotKnown: there is none, or it is not the reader's.
    """
    found = await parties.graduate(session, graduate_id)
    if found is None or found.school_code != reader.school_code:
        raise GraduateNotKnown
    if isinstance(reader, DepartmentUser) and found.department != reader.department:
        raise GraduateNotKnown
    if not in_scope(found.level_code, reader.data_scope):
        raise GraduateNotKnown
    return await _graduate(session, reader, graduate_id, found.name, found.school_code, found.cohort)


async def _graduate(
    session: AsyncSession, actor: Actor, graduate_id: UUID, name: str, school_code: str, cohort: int
) -> Eligibility:
    school_name = await parties.school_name(session, school_code)
    case = await standing_case(session, graduate_id, school_name, school_code, cohort)
    return Eligibility.of(GRADUATE, name, states.checks(states.OF_GRADUATE, case, actor, clock.now()))
