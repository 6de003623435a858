"""Gathers what the conditions are held against."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.answers import Coded
from common.auth.actors import EmployerUser, Graduate, SchoolReviewer
from common.service import Context
from identity.accounts.commands import own_account
from identity.eligibility import states
from identity.eligibility.schemas import Eligibility
from identity.eligibility.states import EmployerCase, GraduateCase, UserCase
from identity.employers.queries import employer_of
from identity.job_platform.queries import verified_there
from identity.job_platform.states import agrees
from identity.roster.queries import graduate as stored_graduate
from identity.roster.queries import own_row
from identity.roster.states import KeptGraduate
from identity.verification.queries import last_move, suspension
from identity.verification.states import VerificationStatus

EMPLOYER = Coded(code="employer", label="单位")
GRADUATE = Coded(code="graduate", label="毕业生")
NOBODY, NO_REASON = "未填写单位", "见中心通知"


async def of_user(session: AsyncSession, actor: EmployerUser) -> Eligibility:
    """Why an employer's user can or cannot sign."""
    account = await own_account(session, actor.id)
    employer = await _employer(session, account.employer_id) if account.employer_id else None
    checks = states.user_checks(UserCase(account.name, employer))
    return Eligibility.of(EMPLOYER, employer.name if employer else NOBODY, checks)


async def of_employer(session: AsyncSession, employer_id: UUID) -> Eligibility:
    """Why an employer can or cannot sign, whoever its user is.

    Raises:
        EmployerNotFound: there is none.
    """
    employer = await _employer(session, employer_id)
    return Eligibility.of(EMPLOYER, employer.name, states.employer_checks(employer))


async def of_graduate(session: AsyncSession, context: Context, actor: Graduate) -> Eligibility:
    """Why a graduate can or cannot sign, in the cohort that the token is for."""
    kept = await stored_graduate(session, context.resources.cipher, actor.graduate_id)
    # The token itself says that the comparison with the enrolment record succeeded.
    return _graduate(kept, signed_in=True)


async def of_graduate_at_school(
    session: AsyncSession, context: Context, reader: SchoolReviewer, graduate_id: UUID
) -> Eligibility:
    """Why one of the reader's graduates can or cannot sign.

    Raises:
        GraduateNotFound: there is none, or it is another school's or department's.
    """
    await own_row(session, reader, graduate_id)
    kept = await stored_graduate(session, context.resources.cipher, graduate_id)
    return _graduate(kept, signed_in=kept.contact_from == "chsi")


async def _employer(session: AsyncSession, employer_id: UUID) -> EmployerCase:
    employer = await employer_of(session, employer_id)
    verified = await verified_there(session, employer_id)
    move = await last_move(session, employer_id)
    suspended = await suspension(session, employer_id)
    return EmployerCase(
        name=employer.name,
        status=VerificationStatus(employer.status),
        because=_reason(move),
        suspended_because=(_reason(suspended) or NO_REASON) if suspended else None,
        letter_is_enough=agrees(verified, employer.name, employer.uscc),
    )


def _reason(move: dict[str, Any] | None) -> str | None:
    given = [move["reason"]["label"] if move["reason"] else None, move["detail"]] if move else []
    return "：".join(text for text in given if text) or None


def _graduate(kept: KeptGraduate, *, signed_in: bool) -> Eligibility:
    said = kept.particulars
    case = GraduateCase(
        school_name=said.school_name,
        training_mode=said.training_mode,
        may_sign=said.may_sign,
        removed_because=said.removed_because,
        signed_in_before=signed_in,
        confirmed=kept.confirmed,
    )
    return Eligibility.of(GRADUATE, said.name, states.graduate_checks(case))
