"""Submitting: material, and the letter alone for who comes from the job platform."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import EmployerUser
from common.contracts.documents import FileStored
from common.contracts.identity import EmployerVerificationSubmitted
from common.errors import FieldFault
from common.messaging.outbox import emit
from common.service import Context
from identity.accounts.commands import own_account
from identity.accounts.errors import personal_data_missing
from identity.employers.commands import hold_to_submit
from identity.employers.queries import particulars
from identity.verification import store
from identity.verification.commands.moves import take_step, write_down
from identity.verification.errors import FileForAnotherPurpose, FileNotFound
from identity.verification.material import PURPOSES, Material
from identity.verification.states import Case, SubmissionStatus, VerificationAction, VerificationMethod
from identity.verification.tables import KnownFile, Verification

OWNED_BY_EMPLOYER = "employer:"
ACTIONS = {
    VerificationMethod.MATERIAL: VerificationAction.SUBMIT_MATERIAL,
    VerificationMethod.REMITTANCE: VerificationAction.SUBMIT_ACCOUNT,
    VerificationMethod.UPGRADE: VerificationAction.SUBMIT_UPGRADE,
}


async def submit_material(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, material: Material
) -> Verification:
    """Hand in licence and letter; the centre reviews them. Raises what `submit` raises."""
    return await submit(session, context, actor, employer_id, VerificationMethod.MATERIAL, material)


async def submit_upgrade(
    session: AsyncSession, context: Context, actor: EmployerUser, employer_id: UUID, letter_file_id: UUID
) -> Verification:
    """Hand in the letter alone; the centre reviews it. Raises what `submit` raises.

    The caller has made sure that the national job platform vouches for the employer's data (guides/000 §2).
    """
    material = Material(licence_file_id=None, letter_file_id=letter_file_id)
    return await submit(session, context, actor, employer_id, VerificationMethod.UPGRADE, material)


async def submit(
    session: AsyncSession,
    context: Context,
    actor: EmployerUser,
    employer_id: UUID,
    method: VerificationMethod,
    material: Material,
) -> Verification:
    """Begin a verification.

    Raises:
        PersonalDataMissing: the user has not given their own name.
        FileNotFound, FileForAnotherPurpose: a file cannot be used; all faulty ones are named.
        NothingToSubmit: the present status does not allow it.
        EmployerAlreadyVerified, EmployerBeingVerified, UsccBeingFilledIn: another employer has the USCC by now.
    """
    if not (await own_account(session, actor.id)).name:
        raise personal_data_missing()
    files = await store.known_files(session, material.file_ids())
    _check_files(material, files, f"{OWNED_BY_EMPLOYER}{employer_id}")
    employer = await hold_to_submit(session, context, employer_id)
    now = clock.now()
    case = Case(verified_before=employer.verified_at is not None)
    employer, step = await take_step(session, employer, ACTIONS[method], actor, case, now)
    verification = await store.add(
        session,
        id=uuid7(),
        employer_id=employer_id,
        attempt=await store.attempts(session, employer_id) + 1,
        method=method,
        status=SubmissionStatus(step.target),
        particulars=particulars(employer),
        licence_file_id=material.licence_file_id,
        letter_file_id=material.letter_file_id,
        more_file_ids=list(material.more_file_ids),
        submitted_at=now,
        submitted_by=actor.key,
    )
    await write_down(session, employer_id, verification.id, step, actor, now)
    event = EmployerVerificationSubmitted(
        employer_id=employer_id,
        name=employer.name,
        verification_id=verification.id,
        method=verification.method,
        file_ids=material.file_ids(),
    )
    await emit(session, event, sequence=employer.version)
    return verification


async def remember_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Keep what documents tells of employers' uploads; other people's are no business of identity."""
    if event.owner.startswith(OWNED_BY_EMPLOYER):
        await store.keep_file(session, event, sequence)


def _check_files(material: Material, files: dict[UUID, KnownFile], owner: str) -> None:
    expected = material.expected()
    missing = [field for field, file_id, _ in expected if file_id not in files or files[file_id].owner != owner]
    if missing:
        raise FileNotFound(errors=[_not_found(field) for field in missing])
    misplaced = [(field, PURPOSES[due]) for field, file_id, due in expected if files[file_id].purpose != due]
    if misplaced:
        raise FileForAnotherPurpose(errors=[_misplaced(field, label) for field, label in misplaced])


def _not_found(field: str) -> FieldFault:
    remedy = "请先以本单位账号上传该文件；刚上传的文件请稍候几秒重试。"
    return FieldFault(field=field, reason="没有找到该文件", remedy=remedy)


def _misplaced(field: str, label: str) -> FieldFault:
    return FieldFault(field=field, reason=f"上传时的用途应为“{label}”", remedy=f"请按用途“{label}”重新上传该文件。")
