"""The one door of a verification: the table decides, employer and submission move, history is written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.identity import EmployerVerified
from identity.employers.commands import move
from identity.employers.queries import Employer
from identity.verification import states, store
from identity.verification.states import (
    AFTER,
    Case,
    Doer,
    LetterCheck,
    SubmissionStatus,
    Transition,
    VerificationAction,
    VerificationStatus,
)
from identity.verification.tables import Verification


async def take_step(
    session: AsyncSession, employer: Employer, action: VerificationAction, actor: Doer, case: Case, now: datetime
) -> tuple[Employer, Transition]:
    """The held employer's next version, where the table sends it.

    Raises:
        Problem: the table or a rule forbids it.
    """
    step = states.apply(VerificationStatus(employer.status), action, actor, case, now)
    # Lifting a suspension proves nothing anew: only a verification does.
    verified_at = now if step.event is EmployerVerified else None
    return await move(session, employer.id, step.target, verified_at), step


async def end(
    session: AsyncSession, verification: Verification, step: Transition, actor: Doer, now: datetime, **why: Any
) -> Verification:
    """The submission is over; `why` is the reason code and text, if it did not succeed."""
    letter_check = LetterCheck.PENDING if step.action is VerificationAction.ENTER_AMOUNT else None
    status = AFTER.get(step.action) or SubmissionStatus(step.target)
    ended = await store.change(
        session,
        verification.id,
        status=status,
        decided_at=now,
        decided_by=actor.key,
        decided_by_name=actor.name,
        letter_check=letter_check,
        **why,
    )
    await write_down(session, ended.employer_id, ended.id, step, actor, now, **why)
    return ended


async def go_on(
    session: AsyncSession, verification: Verification, step: Transition, actor: Doer, now: datetime
) -> Verification:
    """The submission waits for something else from now on."""
    waiting = await store.change(session, verification.id, status=SubmissionStatus(step.target))
    await write_down(session, waiting.employer_id, waiting.id, step, actor, now)
    return waiting


async def write_down(
    session: AsyncSession,
    employer_id: UUID,
    verification_id: UUID,
    step: Transition,
    actor: Doer,
    now: datetime,
    **why: Any,
) -> None:
    """One row of history for one step."""
    await store.add_step(
        session,
        employer_id=employer_id,
        verification_id=verification_id,
        action=step.action,
        before=step.source,
        after=step.target,
        actor=actor.key,
        actor_name=actor.name,
        at=now,
        **why,
    )
