"""Submitting material, and the centre's decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, CentreUser, EmployerUser
from common.contracts.documents import FileStored
from common.contracts.identity import (
    EmployerVerificationRejected,
    EmployerVerificationSubmitted,
    EmployerVerified,
)
from common.errors import FieldFault
from common.messaging.outbox import emit
from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.errors import personal_data_missing
from identity.employers.commands import hold, hold_to_submit, move
from identity.employers.queries import particulars
from identity.employers.states import why_not_submit
from identity.verification import states, store
from identity.verification.errors import (
    AlreadyDecided,
    FileForAnotherPurpose,
    FileNotFound,
    NothingToSubmit,
    VerificationNotFound,
)
from identity.verification.material import Material
from identity.verification.states import (
    RejectionReason,
    Transition,
    VerificationAction,
    VerificationMethod,
    VerificationStatus,
)
from identity.verification.tables import KnownFile, Verification

OWNED_BY_EMPLOYER = "employer:"


async def submit_material(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, material: Material
) -> Verification:
    """Hand in licence and letter; the centre reviews them.

    Raises:
        PersonalDataMissing: the user has not given their own name.
        FileNotFound, FileForAnotherPurpose: a file cannot be used; all faulty ones are named.
        NothingToSubmit: already under review or approved.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: another employer has the USCC by now.
    """
    if not (await own_account(session, actor.id)).name:
        raise personal_data_missing()
    files = await store.known_files(session, material.file_ids())
    _check_files(material, files, f"{OWNED_BY_EMPLOYER}{employer_id}")
    employer = await hold_to_submit(session, context, employer_id)
    status = VerificationStatus(employer.status)
    step = states.transition(status, VerificationAction.SUBMIT_MATERIAL, EmployerUser)
    if step is None:
        raise why_not_submit(status) or NothingToSubmit
    now = clock.now()
    employer = await move(session, employer_id, step.target, now)
    verification = await store.add(
        session,
        id=uuid7(),
        employer_id=employer_id,
        attempt=await store.attempts(session, employer_id) + 1,
        method=VerificationMethod.MATERIAL,
        status=step.target,
        particulars=particulars(employer),
        licence_file_id=material.licence_file_id,
        letter_file_id=material.letter_file_id,
        more_file_ids=list(material.more_file_ids),
        submitted_at=now,
        submitted_by=actor.key,
    )
    await _write_down(session, verification, step, actor, now)
    event = EmployerVerificationSubmitted(
        employer_id=employer_id,
        name=employer.name,
        verification_id=verification.id,
        method=verification.method,
        file_ids=material.file_ids(),
    )
    await emit(session, event, sequence=employer.version)
    return verification


async def approve(session: AsyncSession, verification_id: UUID, actor: CentreUser) -> Verification:
    """The employer may sign from now on.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
    """
    verification, step = await _hold_open(session, verification_id, VerificationAction.APPROVE)
    now = clock.now()
    employer = await move(session, verification.employer_id, step.target, now)
    decided = await _decide(session, verification, step, actor, now)
    data = particulars(employer)
    event = EmployerVerified(
        employer_id=employer.id,
        **{name: data[name] for name in EmployerVerified.model_fields if name in data},
    )
    await emit(session, event, sequence=employer.version)
    return decided


async def reject(
    session: AsyncSession, verification_id: UUID, actor: CentreUser, reason: RejectionReason, detail: str
) -> Verification:
    """The material is not accepted; the employer may correct its data and submit again.

    Raises:
        VerificationNotFound, AlreadyDecided: nothing is left to decide.
    """
    verification, step = await _hold_open(session, verification_id, VerificationAction.REJECT)
    now = clock.now()
    employer = await move(session, verification.employer_id, step.target, now)
    decided = await _decide(session, verification, step, actor, now, reason_code=reason, detail=detail)
    event = EmployerVerificationRejected(
        employer_id=employer.id,
        name=employer.name,
        verification_id=verification_id,
        reason=f"{reason.label}：{detail}",
    )
    await emit(session, event, sequence=employer.version)
    return decided


async def remember_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Keep what documents tells of employers' uploads; other people's are no business of identity."""
    if event.owner.startswith(OWNED_BY_EMPLOYER):
        await store.keep_file(session, event, sequence)


def _check_files(material: Material, files: dict[UUID, KnownFile], owner: str) -> None:
    expected = material.expected()
    missing = [field for field, file_id, _ in expected if file_id not in files or files[file_id].owner != owner]
    if missing:
        raise FileNotFound(errors=[FieldFault(field=field, reason="没有找到该文件") for field in missing])
    misplaced = [(field, purpose) for field, file_id, purpose in expected if files[file_id].purpose != purpose]
    if misplaced:
        raise FileForAnotherPurpose(
            errors=[FieldFault(field=field, reason=f"上传时的用途应为 {purpose}") for field, purpose in misplaced]
        )


async def _hold_open(
    session: AsyncSession, verification_id: UUID, action: VerificationAction
) -> tuple[Verification, Transition]:
    seen = await store.verification(session, verification_id)
    if seen is None:
        raise VerificationNotFound
    await hold(session, seen.employer_id)
    # Read again: while we waited for the employer another reviewer may have decided.
    verification = await store.verification(session, verification_id) or seen
    status = VerificationStatus(verification.status)
    step = states.transition(status, action, CentreUser)
    if step is None:
        raise AlreadyDecided(
            f"该申请已由{verification.decided_by_name}审核，结果为“{status.label}”。",
            decision={"code": status, "label": status.label},
            decided_at=verification.decided_at,
        )
    return verification, step


async def _decide(
    session: AsyncSession, verification: Verification, step: Transition, actor: CentreUser, now: datetime, **why: Any
) -> Verification:
    decision = {"status": step.target, "decided_at": now, "decided_by": actor.key, "decided_by_name": actor.name}
    decided = await store.decide(session, verification.id, **decision, **why)
    await _write_down(session, decided, step, actor, now, **why)
    return decided


async def _write_down(
    session: AsyncSession, verification: Verification, step: Transition, actor: Actor, now: datetime, **why: Any
) -> None:
    await store.add_step(
        session,
        employer_id=verification.employer_id,
        verification_id=verification.id,
        action=step.action,
        before=step.source,
        after=step.target,
        actor=actor.key,
        actor_name=actor.name,
        at=now,
        **why,
    )
