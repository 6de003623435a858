"""Suspending a verified employer and lifting that again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import EmployerReinstated, EmployerSuspended
from common.messaging.outbox import emit
from identity.employers.commands import hold
from identity.employers.queries import Employer, employer_of, facts
from identity.verification import store
from identity.verification.commands.moves import take_step, write_down
from identity.verification.errors import VerificationNotFound
from identity.verification.states import Case, SubmissionStatus, SuspensionReason, VerificationAction


async def suspend(
    session: AsyncSession, employer_id: UUID, actor: CentreUser, reason: SuspensionReason, detail: str
) -> Employer:
    """The employer starts nothing new until it is reinstated or verified again; what it has signed stands.

    Raises:
        EmployerNotFound: there is none.
        NothingToSubmit: the employer is not verified.
    """
    employer = await _step(session, employer_id, actor, VerificationAction.SUSPEND, reason, detail)
    event = EmployerSuspended(**facts(employer), reason=f"{reason.label}：{detail}")
    await emit(session, event, sequence=employer.version)
    return employer


async def reinstate(session: AsyncSession, employer_id: UUID, actor: CentreUser, detail: str) -> Employer:
    """The employer may sign again.

    Raises:
        EmployerNotFound: there is none.
        NothingToSubmit: the employer is not suspended.
    """
    employer = await _step(session, employer_id, actor, VerificationAction.REINSTATE, None, detail)
    await emit(session, EmployerReinstated(**facts(employer)), sequence=employer.version)
    return employer


async def _step(
    session: AsyncSession,
    employer_id: UUID,
    actor: CentreUser,
    action: VerificationAction,
    reason: SuspensionReason | None,
    detail: str,
) -> Employer:
    await employer_of(session, employer_id)
    employer = await hold(session, employer_id)
    now = clock.now()
    employer, step = await take_step(session, employer, action, actor, Case(verified_before=True), now)
    basis = await store.newest(session, employer_id, SubmissionStatus.APPROVED)
    if basis is None:
        raise VerificationNotFound
    await write_down(session, employer_id, basis.id, step, actor, now, reason_code=reason, detail=detail)
    return employer
