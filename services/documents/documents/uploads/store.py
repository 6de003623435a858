"""The SQL of uploads."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.ext.asyncio import AsyncSession

from documents.uploads.tables import AgreementFile, File, FileGrant


async def add(session: AsyncSession, **values: Any) -> File:
    """A new file."""
    return (await session.execute(insert(File).values(**values).returning(File))).scalar_one()


async def readable(session: AsyncSession, file_id: UUID, audience: str) -> File | None:
    """A file, if this audience owns it or was let in."""
    granted = select(FileGrant).where(FileGrant.file_id == File.id, FileGrant.audience == audience).exists()
    return await session.scalar(select(File).where(File.id == file_id, or_(File.owner == audience, granted)))


async def grant(session: AsyncSession, file_ids: Collection[UUID], owner: str, audience: str, now: datetime) -> None:
    """Let an audience see those of the files that are this owner's; again does nothing."""
    theirs = select(File.id, literal(audience), literal(now)).where(File.id.in_(file_ids), File.owner == owner)
    grants = postgresql_insert(FileGrant).from_select(["file_id", "audience", "granted_at"], theirs)
    await session.execute(grants.on_conflict_do_nothing())


async def hand_in(session: AsyncSession, file_ids: Collection[UUID], owner: str, agreement_id: UUID) -> None:
    """Those of the files that are this owner's go with the agreement; again does nothing."""
    theirs = select(File.id, literal(agreement_id, Uuid)).where(File.id.in_(file_ids), File.owner == owner)
    handed_in = postgresql_insert(AgreementFile).from_select(["file_id", "agreement_id"], theirs)
    await session.execute(handed_in.on_conflict_do_nothing())


async def handed_in_with(session: AsyncSession, file_id: UUID) -> Sequence[UUID]:
    """The agreements that a file goes with."""
    return (await session.scalars(select(AgreementFile.agreement_id).where(AgreementFile.file_id == file_id))).all()


async def find(session: AsyncSession, file_id: UUID) -> File | None:
    """A file, whosever it is."""
    return await session.get(File, file_id)


async def with_rows(session: AsyncSession, file_ids: Collection[UUID]) -> set[UUID]:
    """Which of the files there are. One array, because a day's ids are more than a statement has parameters."""
    asked = literal(list(file_ids), ARRAY(Uuid))
    return set(await session.scalars(select(File.id).where(File.id == any_(asked))))


async def originals_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[UUID]:
    """Files whose original is to be deleted, held until the transaction ends."""
    due = select(File.id).where(File.original_until <= now).order_by(File.original_until).limit(limit)
    return (await session.scalars(due.with_for_update(skip_locked=True))).all()


async def originals_deleted(session: AsyncSession, file_ids: Collection[UUID]) -> None:
    """These files have no original any more."""
    await session.execute(update(File).where(File.id.in_(file_ids)).values(original_until=None))
