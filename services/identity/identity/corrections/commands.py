"""Asking for a correction, and the centre's answer. The employer's row keeps two decisions at once apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor, CentreUser, EmployerUser
from common.contracts.identity import EmployerCorrectionRejected, EmployerCorrectionRequested
from common.errors import FieldFault
from common.service import Context
from identity.corrections import states, store
from identity.corrections.errors import CorrectionNotFound, CorrectionOpen, CorrectionOutdated, ProofNotFound
from identity.corrections.schemas import CorrectionRequest, DirectCorrection, RejectionForm
from identity.corrections.states import CorrectionAction, CorrectionStatus, Origin
from identity.corrections.tables import Correction
from identity.employers.commands import correct, hold, hold_to_correct, sealed, tell
from identity.employers.errors import EmployerChangedMeanwhile, NothingChanged
from identity.employers.queries import data_of, opened
from identity.employers.states import Change, changed_fields, why_not_correct
from identity.membership.commands import present_member
from identity.verification.queries import owned_files
from identity.verification.states import VerificationStatus

PROOF = "correction_proof"


async def request(session: AsyncSession, context: Context, actor: EmployerUser, given: CorrectionRequest) -> Correction:
    """Ask for a correction of verified data.

    Raises:
        NotAMember: the user has left the employer.
        ProofNotFound: a file cannot be used; all of them are named.
        NothingToCorrect: the data are not verified, or under review.
        CorrectionOpen: one request waits already.
        NothingChanged: the data are like that already.
    """
    employer_id = await present_member(session, actor)
    await _check_proofs(session, employer_id, given.file_ids)
    employer = await hold(session, employer_id)
    refusal = why_not_correct(VerificationStatus(employer.status))
    if refusal is not None:
        raise refusal
    if await store.waiting(session, employer_id) is not None:
        raise CorrectionOpen(who_can_change="本单位用户（撤回）或中心工作人员（审核）")
    before, changes = data_of(context, employer), given.changes.given()
    asked = {name: changes[name] for name in changed_fields(before, changes)}
    if not asked:
        raise NothingChanged
    row = await store.add(
        session,
        **_new(employer, actor, Origin.EMPLOYER, given.reason),
        changes={**asked, **sealed(context, asked)},
        before=_stored(context, before, asked),
        status=CorrectionStatus.WAITING,
        file_ids=given.file_ids,
    )
    event = EmployerCorrectionRequested(
        employer_id=employer_id, name=employer.name, correction_id=row.id, file_ids=given.file_ids
    )
    await tell(session, event)
    return row


async def correct_at_once(
    session: AsyncSession, context: Context, actor: CentreUser, employer_id: UUID, given: DirectCorrection
) -> Correction:
    """企业客服 corrects, with a note (guides/000 §11); the USCC can be corrected in this way alone.

    Raises:
        EmployerNotFound: there is no such employer.
        NothingToCorrect: the data are not verified, or under review.
        EmployerChangedMeanwhile: the centre has looked at an older version.
        NothingChanged: the data are like that already.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: another employer has the new USCC.
    """
    changes = given.changes.given()
    employer = await hold_to_correct(session, context, employer_id, changes.get("uscc"))
    refusal = why_not_correct(VerificationStatus(employer.status))
    if refusal is not None:
        raise refusal
    if employer.version != given.version:
        raise EmployerChangedMeanwhile(version=employer.version)
    before = data_of(context, employer)
    asked = {name: changes[name] for name in changed_fields(before, changes)}
    if not asked:
        raise NothingChanged
    decision = _decision(actor, clock.now())
    row = await store.add(
        session,
        **_new(employer, actor, Origin.CENTRE, given.reason),
        **decision,
        changes={**asked, **sealed(context, asked)},
        before=_stored(context, before, asked),
        status=CorrectionStatus.APPROVED,
        file_ids=[],
    )
    why: dict[str, Any] = {"change": Change.CORRECTED_BY_CENTRE, "note": given.reason, "correction_id": row.id}
    await correct(session, context, employer, asked, actor, **why)
    return row


async def withdraw(session: AsyncSession, context: Context, actor: EmployerUser, correction_id: UUID) -> Correction:
    """The employer takes its request back.

    Raises:
        CorrectionNotFound: there is none, or it is another employer's.
        AlreadyAnswered: it has been decided.
    """
    employer_id = await present_member(session, actor)
    row = await _hold_open(session, context, correction_id, CorrectionAction.WITHDRAW, actor, employer_id)
    return await store.change(session, row.id, status=CorrectionStatus.WITHDRAWN, **_decision(actor, clock.now()))


async def claim(session: AsyncSession, context: Context, actor: CentreUser, correction_id: UUID) -> Correction:
    """Keep other reviewers off for a while.

    Raises:
        CorrectionNotFound, AlreadyAnswered, HeldByAnother: it cannot be claimed.
    """
    row = await _hold_open(session, context, correction_id, CorrectionAction.CLAIM, actor)
    claimed = {"claimed_by": actor.key, "claimed_by_name": actor.name, "claimed_at": clock.now()}
    return await store.change(session, row.id, **claimed)


async def release(session: AsyncSession, context: Context, actor: CentreUser, correction_id: UUID) -> Correction:
    """Let others have it.

    Raises:
        CorrectionNotFound, AlreadyAnswered, HeldByAnother: it is not the reviewer's to release.
    """
    row = await _hold_open(session, context, correction_id, CorrectionAction.RELEASE, actor)
    return await store.change(session, row.id, claimed_by=None, claimed_by_name=None, claimed_at=None)


async def approve(session: AsyncSession, context: Context, actor: CentreUser, correction_id: UUID) -> Correction:
    """The data have a next version. Issued agreements stay as they were printed.

    Raises:
        CorrectionNotFound, AlreadyAnswered, HeldByAnother: it is not the reviewer's to decide.
        NothingToCorrect: the employer is under review again.
        CorrectionOutdated: the fields have changed since.
    """
    row = await _hold_open(session, context, correction_id, CorrectionAction.APPROVE, actor)
    employer = await hold(session, row.employer_id)
    refusal = why_not_correct(VerificationStatus(employer.status))
    if refusal is not None:
        raise refusal
    if changed_fields(data_of(context, employer), opened(context, row.before)):
        raise CorrectionOutdated
    approved = await store.change(session, row.id, status=CorrectionStatus.APPROVED, **_decision(actor, clock.now()))
    why: dict[str, Any] = {"change": Change.CORRECTED, "note": row.reason, "correction_id": row.id}
    await correct(session, context, employer, opened(context, row.changes), actor, **why)
    return approved


async def reject(
    session: AsyncSession, context: Context, actor: CentreUser, correction_id: UUID, given: RejectionForm
) -> Correction:
    """The data stay as they are; the employer is told why and may ask again.

    Raises:
        CorrectionNotFound, AlreadyAnswered, HeldByAnother: it is not the reviewer's to decide.
    """
    row = await _hold_open(session, context, correction_id, CorrectionAction.REJECT, actor)
    employer = await hold(session, row.employer_id)
    why = {"rejection_code": given.reason_code, "detail": given.detail}
    decided = {"status": CorrectionStatus.REJECTED, **_decision(actor, clock.now()), **why}
    rejected = await store.change(session, row.id, **decided)
    event = EmployerCorrectionRejected(
        employer_id=row.employer_id,
        name=employer.name,
        correction_id=row.id,
        reason=f"{given.reason_code.label}：{given.detail}",
    )
    await tell(session, event)
    return rejected


async def _hold_open(
    session: AsyncSession,
    context: Context,
    correction_id: UUID,
    action: CorrectionAction,
    actor: Actor,
    employer_id: UUID | None = None,
) -> Correction:
    seen = await store.correction(session, correction_id)
    if seen is None or employer_id not in (None, seen.employer_id):
        raise CorrectionNotFound
    await hold(session, seen.employer_id)
    # Read again: while we waited for the employer somebody may have decided.
    row = await store.correction(session, correction_id) or seen
    taken = states.claim_in_force(
        row.claimed_by, row.claimed_by_name, row.claimed_at, clock.now(), context.settings.employers.claim_minutes
    )
    refusal = states.why_not(CorrectionStatus(row.status), action, actor, taken)
    if refusal is not None:
        raise refusal
    return row


async def _check_proofs(session: AsyncSession, employer_id: UUID, file_ids: list[UUID]) -> None:
    usable = await owned_files(session, file_ids, f"employer:{employer_id}", PROOF)
    missing = [place for place, file_id in enumerate(file_ids) if file_id not in usable]
    if missing:
        faults = [FieldFault(field=f"file_ids.{place}", reason="没有找到该文件，或用途不符") for place in missing]
        raise ProofNotFound(errors=faults)


def _new(employer: Any, actor: Actor, origin: Origin, reason: str) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "employer_id": employer.id,
        "employer_name": employer.name,
        "uscc": employer.uscc,
        "origin": origin,
        "reason": reason,
        "requested_by": actor.key,
        "requested_by_name": actor.name,
        "requested_at": clock.now(),
    }


def _stored(context: Context, before: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    kept = {name: before[name] for name in asked}
    return {**kept, **sealed(context, kept)}


def _decision(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"decided_by": actor.key, "decided_by_name": actor.name, "decided_at": now}
