"""Changing an employer's relocation profile."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.edits.commands import record_edit
from agreements.edits.states import EditSource
from agreements.etags import refuse_stale_edit, was_first
from agreements.relocation import store
from agreements.relocation.queries import opened_relocation, sealed_relocation
from agreements.relocation.schemas import Relocation
from agreements.relocation.tables import RelocationProfile
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher


def subject_of(employer_id: UUID) -> str:
    """Under which the history of edits is kept."""
    return f"relocation:{employer_id}"


async def edit_profile(
    session: AsyncSession,
    cipher: Cipher,
    actor: EmployerUser,
    employer_id: UUID,
    wanted: Relocation,
    if_match: str | None,
) -> RelocationProfile:
    """Write the employer's profile. One that says the same stays as it is, without a version or an edit.

    Raises:
        EditedMeanwhile: another user of the employer has changed it since it was read.
    """
    current = await store.find_for_change(session, employer_id)
    refuse_stale_edit(current.version if current else None, if_match)
    if current is None:
        first = await _begin(session, cipher, actor, employer_id, wanted, None)
        if first is None:
            raise was_first()
        return first
    before = opened_relocation(current.content, cipher)
    if before.model_dump() == wanted.model_dump():
        return current
    content = sealed_relocation(wanted, cipher)
    saved = await store.replace(session, employer_id, current.version + 1, content, clock.now())
    await _record(session, cipher, actor, saved, before, wanted, None)
    return saved


async def fill_if_empty(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, employer_id: UUID, entered: Relocation
) -> RelocationProfile | None:
    """Let the first data entered in an invitation become the profile (guides/000 §5.1); its history says so.

    Returns: the new profile, or None if there was one already.
    """
    return await _begin(session, cipher, actor, employer_id, entered, EditSource.LETTER)


async def _begin(
    session: AsyncSession,
    cipher: Cipher,
    actor: EmployerUser,
    employer_id: UUID,
    entered: Relocation,
    source: EditSource | None,
) -> RelocationProfile | None:
    first = await store.add(session, employer_id, sealed_relocation(entered, cipher), clock.now())
    if first is not None:
        await _record(session, cipher, actor, first, None, entered, source)
    return first


async def _record(
    session: AsyncSession,
    cipher: Cipher,
    actor: EmployerUser,
    saved: RelocationProfile,
    before: Relocation | None,
    after: Relocation,
    source: EditSource | None,
) -> None:
    await record_edit(
        session,
        cipher,
        subject_of(saved.employer_id),
        actor,
        version=saved.version,
        before=before.model_dump(mode="json") if before else {},
        after=after.model_dump(mode="json"),
        source=source,
    )
