"""The SQL of verifications."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.documents import FileStored
from common.database import keep_copy
from identity.verification.tables import KnownFile, Verification, VerificationStep


async def keep_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Remember an upload."""
    values = {"owner": event.owner, "purpose": event.purpose, "media_type": event.media_type, "size": event.size}
    await keep_copy(session, KnownFile, {"file_id": event.file_id}, sequence, **values)


async def known_files(session: AsyncSession, file_ids: Sequence[UUID]) -> dict[UUID, KnownFile]:
    """Those of the files that documents has told of."""
    found = await session.scalars(select(KnownFile).where(KnownFile.file_id.in_(file_ids)))
    return {row.file_id: row for row in found}


async def add(session: AsyncSession, **values: Any) -> Verification:
    """A new submission."""
    return (await session.execute(insert(Verification).values(**values).returning(Verification))).scalar_one()


async def add_step(session: AsyncSession, **values: Any) -> None:
    """One row of history."""
    await session.execute(insert(VerificationStep).values(**values))


async def decide(session: AsyncSession, verification_id: UUID, **values: Any) -> Verification:
    """Write a decision."""
    decided = (
        update(Verification)
        .where(Verification.id == verification_id)
        .values(**values)
        .returning(Verification)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(decided)).scalar_one()


async def verification(session: AsyncSession, verification_id: UUID) -> Verification | None:
    """A submission by its id, as it is now."""
    return await session.get(Verification, verification_id, populate_existing=True)


async def attempts(session: AsyncSession, employer_id: UUID) -> int:
    """How often the employer has submitted."""
    counted = select(func.count()).select_from(Verification).where(Verification.employer_id == employer_id)
    return await session.scalar(counted) or 0


async def of_employer(session: AsyncSession, employer_id: UUID, limit: int) -> list[Verification]:
    """The employer's submissions, newest first."""
    found = select(Verification).where(Verification.employer_id == employer_id)
    return list(await session.scalars(found.order_by(Verification.id.desc()).limit(limit)))


async def queue(session: AsyncSession, status: str | None, after: UUID | None, limit: int) -> list[Verification]:
    """Submissions of all employers, the one that waits longest first."""
    found = select(Verification).order_by(Verification.id).limit(limit)
    if status is not None:
        found = found.where(Verification.status == status)
    if after is not None:
        found = found.where(Verification.id > after)
    return list(await session.scalars(found))


async def history(session: AsyncSession, employer_id: UUID) -> list[VerificationStep]:
    """Everything that happened to the employer's submissions, oldest first."""
    found = select(VerificationStep).where(VerificationStep.employer_id == employer_id)
    return list(await session.scalars(found.order_by(VerificationStep.id)))
