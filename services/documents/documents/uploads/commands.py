"""Taking an upload, letting others see it, and deleting what nobody needs any more."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import Actor
from common.contracts.agreements import AgreementFacts
from common.contracts.documents import FileStored
from common.errors import FieldFault
from common.messaging.outbox import emit
from common.service import Context
from documents.audiences import audience_of, school, sides_of
from documents.storage import DocumentStorage
from documents.uploads import store
from documents.uploads.errors import PurposeNotYours, UploadNotAccepted
from documents.uploads.inspection import InspectedFile, UploadRefused, inspect_upload
from documents.uploads.states import (
    Purpose,
    file_of,
    object_key,
    original_key,
    purposes_of,
    upload_folders,
    uploaded_at,
)
from documents.uploads.tables import File

ORIGINALS_AT_ONCE = 20
DAYS_SWEPT = 7
"""So long the sweeping may stand still without leaving anything behind."""


@dataclass(frozen=True)
class Upload:
    """A file that was looked into and may be stored."""

    purpose: Purpose
    original: bytes
    inspected: InspectedFile


async def inspect(context: Context, actor: Actor, purpose: str, sent: bytes, name: str) -> Upload:
    """Look into what was sent, beside the event loop and before any connection to the database is taken.

    Raises:
        PurposeNotYours: it is no purpose, or this actor has nothing to prove with it.
        UploadNotAccepted: what is wrong with the file, and what to do.
    """
    allowed = purposes_of(actor)
    if purpose not in allowed:
        choices = "、".join(f"{one.value} {one.label}" for one in allowed)
        fault = FieldFault(field="purpose", reason=f"不是{actor.label}可以上传的用途", remedy=f"可选：{choices}")
        raise PurposeNotYours(errors=[fault])
    loop = asyncio.get_running_loop()
    try:
        inspected = await loop.run_in_executor(context.resources.inspecting, inspect_upload, sent, name)
    except UploadRefused as refusal:
        raise UploadNotAccepted(refusal) from refusal
    return Upload(Purpose(purpose), sent, inspected)


async def keep(session: AsyncSession, context: Context, actor: Actor, upload: Upload) -> File:
    """Store the object, then the row: a row without its object never exists, and an object without its row is swept.

    Raises:
        StorageUnavailable: the store is away or full; nothing is stored and nothing is said.
    """
    file_id, now, file = uuid7(), clock.now(), upload.inspected
    storage: DocumentStorage = context.resources.storage
    if file.original_kept:
        await storage.put(original_key(file_id), upload.original, "application/octet-stream")
    await storage.put(object_key(file_id), file.data, file.media_type)
    kept_until = now + timedelta(days=context.settings.originals_kept_days)
    row = await store.add(
        session,
        id=file_id,
        owner=audience_of(actor),
        purpose=upload.purpose,
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        original_until=kept_until if file.original_kept else None,
        uploaded_by=actor.key,
        uploaded_at=now,
    )
    facts = {name: getattr(row, name) for name in ("owner", "purpose", "media_type", "size", "sha256")}
    await emit(session, FileStored(file_id=file_id, **facts), sequence=1)
    return row


async def let_see(session: AsyncSession, file_ids: Collection[UUID], owner: str, audience: str) -> None:
    """The owner has handed these files in; files of others among them stay closed."""
    await store.grant(session, file_ids, owner, audience, clock.now())


async def show_with_agreement(
    session: AsyncSession, file_ids: Collection[UUID], owner: str, facts: AgreementFacts
) -> None:
    """The owner has handed these files in with an agreement: whoever has a part in it may see them."""
    for side in sides_of(facts):
        if side != owner:
            await let_see(session, file_ids, owner, side)
    await show_to_reviewers(session, file_ids, owner, facts)


async def show_to_reviewers(
    session: AsyncSession, file_ids: Collection[UUID], owner: str, facts: AgreementFacts
) -> None:
    """The same for the school and for the department, whichever reads the agreement from time to time."""
    if owner != school(facts.school_code):
        await let_see(session, file_ids, owner, school(facts.school_code))
    await store.hand_in(session, file_ids, owner, facts.agreement_id)


async def delete_originals(session: AsyncSession, storage: DocumentStorage) -> int:
    """One batch of originals whose time is over. Returns how many."""
    due = await store.originals_due(session, clock.now(), ORIGINALS_AT_ONCE)
    for file_id in due:
        await storage.remove(original_key(file_id))
    await store.originals_deleted(session, due)
    return len(due)


async def sweep_orphans(session: AsyncSession, context: Context) -> int:
    """Remove objects whose row was never committed, of the last days. Returns how many."""
    storage: DocumentStorage = context.resources.storage
    now, swept = clock.now(), 0
    finished = now - timedelta(hours=context.settings.orphan_hours)
    for folder in _folders(now):
        keys = {file_id: key for key in await storage.keys(folder) if (file_id := file_of(key))}
        old = {file_id for file_id in keys if uploaded_at(file_id) < finished}
        for orphan in old - await store.with_rows(session, old):
            await storage.remove(keys[orphan])
            swept += 1
    return swept


def _folders(now: datetime) -> Iterable[str]:
    for days in range(DAYS_SWEPT):
        yield from upload_folders(now - timedelta(days=days))
