"""The centre's part: taking a submission up, letting go of it, deciding it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import CentreUser
from common.contracts.identity import EmployerVerificationRejected, EmployerVerified
from common.messaging.outbox import emit
from common.service import Context
from identity.employers.commands import hold
from identity.employers.queries import Employer, facts
from identity.verification import store
from identity.verification.commands.moves import end, take_step
from identity.verification.errors import AlreadyDecided, VerificationNotFound
from identity.verification.states import (
    Case,
    Claim,
    RejectionReason,
    SubmissionStatus,
    VerificationAction,
    rules,
)
from identity.verification.tables import Verification
from identity.warnings.commands import announce_to_new_employer


async def claim(session: AsyncSession, context: Context, verification_id: UUID, actor: CentreUser) -> None:
    """Take a submission up: others see by whom, and cannot decide it until it is released or lapses.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
        ClaimedByAnother: somebody else holds it.
    """
    verification, _ = await _hold_open(session, verification_id)
    now = clock.now()
    held = rules.nobody_else_holds_it(case_of(context, verification), actor, now)
    if held is not None:
        raise held
    await store.change(session, verification_id, claimed_by=actor.key, claimed_by_name=actor.name, claimed_at=now)


async def release(session: AsyncSession, context: Context, verification_id: UUID, actor: CentreUser) -> None:
    """Let go of a submission; one that nobody holds stays as it is.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
        ClaimedByAnother: somebody else holds it.
    """
    verification, _ = await _hold_open(session, verification_id)
    held = rules.nobody_else_holds_it(case_of(context, verification), actor, clock.now())
    if held is not None:
        raise held
    await store.change(session, verification_id, claimed_by=None, claimed_by_name=None, claimed_at=None)


async def approve(session: AsyncSession, context: Context, verification_id: UUID, actor: CentreUser) -> None:
    """The employer may sign from now on.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
        ClaimedByAnother: somebody else holds it.
    """
    verification, employer = await _hold_open(session, verification_id)
    now = clock.now()
    case = case_of(context, verification, employer)
    employer, step = await take_step(session, employer, VerificationAction.APPROVE, actor, case, now)
    await end(session, verification, step, actor, now)
    await emit(session, EmployerVerified(**facts(employer)), sequence=employer.version)
    await announce_to_new_employer(session, context, employer)


async def reject(
    session: AsyncSession,
    context: Context,
    verification_id: UUID,
    actor: CentreUser,
    reason: RejectionReason,
    detail: str,
) -> None:
    """The material is not accepted; the employer may correct its data and submit again.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
        ClaimedByAnother: somebody else holds it.
    """
    verification, employer = await _hold_open(session, verification_id)
    now = clock.now()
    case = case_of(context, verification, employer)
    employer, step = await take_step(session, employer, VerificationAction.REJECT, actor, case, now)
    await end(session, verification, step, actor, now, reason_code=reason, detail=detail)
    event = EmployerVerificationRejected(
        employer_id=employer.id,
        name=employer.name,
        verification_id=verification_id,
        reason=f"{reason.label}：{detail}",
    )
    await emit(session, event, sequence=employer.version)


def case_of(context: Context, verification: Verification, employer: Employer | None = None) -> Case:
    """What the rules of a review look at."""
    return Case(verified_before=bool(employer and employer.verified_at), claim=claim_of(context, verification))


def claim_of(context: Context, verification: Verification) -> Claim | None:
    """Who has taken the submission up, and until when; it may have lapsed."""
    if verification.claimed_by is None or verification.claimed_at is None:
        return None
    until = verification.claimed_at + timedelta(minutes=context.settings.employers.claim_minutes)
    return Claim(key=verification.claimed_by, name=verification.claimed_by_name or "", until=until)


async def _hold_open(session: AsyncSession, verification_id: UUID) -> tuple[Verification, Employer]:
    seen = await store.verification(session, verification_id)
    if seen is None:
        raise VerificationNotFound
    employer = await hold(session, seen.employer_id)
    # Read again: while we waited for the employer another reviewer may have decided.
    verification = await store.verification(session, verification_id) or seen
    status = SubmissionStatus(verification.status)
    if verification.decided_at is not None:
        raise AlreadyDecided(
            f"该申请已由{verification.decided_by_name}处理，结果为“{status.label}”。",
            decision={"code": status, "label": status.label},
            decided_at=verification.decided_at,
        )
    return verification, employer
