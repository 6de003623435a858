"""The SQL of verifications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.documents import FileStored
from common.database import keep_copy
from identity.verification.states import VerificationAction
from identity.verification.tables import KnownFile, Verification, VerificationStep


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """Which submissions the centre wants to see; what is not given does not narrow."""

    statuses: Sequence[str] = ()
    method: str | None = None
    letter_check: str | None = None
    name: str | None = None
    """Any part of the employer's name."""
    uscc: str | None = None
    submitted_from: datetime | None = None
    submitted_before: datetime | None = None
    claimed_since: datetime | None = None
    """Given: only those held by `claimed_by`, or by nobody; earlier claims have lapsed."""
    claimed_by: str | None = None


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


async def change(session: AsyncSession, verification_id: UUID, **values: Any) -> Verification:
    """Write what became of a submission."""
    changed = (
        update(Verification)
        .where(Verification.id == verification_id)
        .values(**values)
        .returning(Verification)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(changed)).scalar_one()


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


async def queue(session: AsyncSession, wanted: QueueFilter, after: UUID | None, limit: int) -> list[Verification]:
    """Submissions of all employers, the one that waits longest first."""
    found = select(Verification).where(*_conditions(wanted)).order_by(Verification.id).limit(limit)
    if after is not None:
        found = found.where(Verification.id > after)
    return list(await session.scalars(found))


def _conditions(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool] | None] = [
        Verification.status.in_(wanted.statuses) if wanted.statuses else None,
        Verification.method == wanted.method if wanted.method else None,
        Verification.letter_check == wanted.letter_check if wanted.letter_check else None,
        Verification.particulars["name"].astext.icontains(wanted.name, autoescape=True) if wanted.name else None,
        Verification.particulars["uscc"].astext == wanted.uscc if wanted.uscc else None,
        Verification.submitted_at >= wanted.submitted_from if wanted.submitted_from else None,
        Verification.submitted_at < wanted.submitted_before if wanted.submitted_before else None,
        _held(wanted) if wanted.claimed_since else None,
    ]
    return [condition for condition in given if condition is not None]


def _held(wanted: QueueFilter) -> ColumnElement[bool]:
    """Held by this reviewer, or, without one, by nobody; a claim from before `claimed_since` has lapsed."""
    if wanted.claimed_by:
        return and_(Verification.claimed_by == wanted.claimed_by, Verification.claimed_at > wanted.claimed_since)
    return or_(Verification.claimed_at.is_(None), Verification.claimed_at <= wanted.claimed_since)


async def newest(session: AsyncSession, employer_id: UUID, *statuses: str) -> Verification | None:
    """The employer's newest submission with one of these statuses."""
    found = select(Verification).where(Verification.employer_id == employer_id, Verification.status.in_(statuses))
    return await session.scalar(found.order_by(Verification.id.desc()).limit(1))


async def last_step(session: AsyncSession, employer_id: UUID) -> VerificationStep | None:
    """The newest thing that happened to the employer's submissions."""
    found = select(VerificationStep).where(VerificationStep.employer_id == employer_id)
    return await session.scalar(found.order_by(VerificationStep.id.desc()).limit(1))


async def newest_step(
    session: AsyncSession, employer_id: UUID, actions: Collection[VerificationAction]
) -> VerificationStep | None:
    """The last time one of these happened to the employer."""
    which = (VerificationStep.employer_id == employer_id, VerificationStep.action.in_(actions))
    return await session.scalar(select(VerificationStep).where(*which).order_by(VerificationStep.id.desc()).limit(1))


async def history(session: AsyncSession, employer_id: UUID) -> list[VerificationStep]:
    """Everything that happened to the employer's submissions, oldest first."""
    found = select(VerificationStep).where(VerificationStep.employer_id == employer_id)
    return list(await session.scalars(found.order_by(VerificationStep.id)))
