"""Taking over the employer that comes along with an account of the job platform."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import EmployerUser
from common.errors import Conflict
from common.service import Context
from identity.employers.commands import fill_in
from identity.employers.queries import employer_of
from identity.employers.states import why_not_change
from identity.job_platform import store
from identity.job_platform.queries import form_of
from identity.job_platform.schemas import JobPlatformRecord, KnownEmployer
from identity.job_platform.states import NextStep, VerifiedThere, agrees
from identity.verification.states import VerificationStatus


@dataclass(frozen=True)
class Taken:
    """What came of it, and why not more."""

    step: NextStep
    obstacle: Conflict | None = None


@dataclass(frozen=True)
class Draft:
    """An employer as its users may still change it."""

    id: UUID
    name: str
    uscc: str


async def take_employer(
    session: AsyncSession, context: Context, actor: EmployerUser, record: JobPlatformRecord
) -> Taken:
    """Begin the employer with what the job platform has, or compare with what was filled in here.

    What was typed here is never overwritten, and an employer that is under review or verified is left alone.
    """
    known = record.employer
    if actor.employer_id is not None:
        employer = await employer_of(session, actor.employer_id)
        status, draft = VerificationStatus(employer.status), Draft(employer.id, employer.name, employer.uscc)
        return await _compare(session, status, draft, known, record.account_id)
    if known is None:
        return Taken(NextStep.FILL_IN)
    try:
        form = form_of(known)
    except Conflict as refusal:
        return Taken(NextStep.FILL_IN, refusal)
    try:
        async with session.begin_nested():
            employer = await fill_in(session, context, actor, form.model_dump())
    except Conflict as refusal:
        return Taken(NextStep.JOIN, refusal)
    return await _mark(session, Draft(employer.id, employer.name, employer.uscc), known, record.account_id)


async def _compare(
    session: AsyncSession, status: VerificationStatus, employer: Draft, known: KnownEmployer | None, account_id: str
) -> Taken:
    if why_not_change(status) is not None:
        return Taken(NextStep.NOTHING)
    if known is None:
        return Taken(NextStep.VERIFY)
    return await _mark(session, employer, known, account_id)


async def _mark(session: AsyncSession, employer: Draft, known: KnownEmployer, account_id: str) -> Taken:
    verified = VerifiedThere(known.name.strip(), known.uscc.strip().upper()) if known.verified else None
    if not agrees(verified, employer.name, employer.uscc):
        return await _do_not_mark(session, employer, account_id)
    await store.mark(
        session,
        employer.id,
        account_id=account_id,
        name=employer.name,
        uscc=employer.uscc,
        taken_at=clock.now(),
    )
    return Taken(NextStep.UPGRADE)


async def _do_not_mark(session: AsyncSession, employer: Draft, account_id: str) -> Taken:
    marked = await store.marked(session, employer.id)
    # A colleague's account may have brought the employer along: that stays.
    if marked is not None and marked.account_id != account_id:
        return Taken(NextStep.UPGRADE)
    await store.unmark(session, employer.id)
    return Taken(NextStep.VERIFY)
