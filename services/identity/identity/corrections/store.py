"""The SQL of corrections."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.corrections.tables import Correction


@dataclass(frozen=True)
class Filters:
    """What the centre's list is narrowed to; None leaves a condition out."""

    status: str | None = None
    name: str | None = None
    uscc: str | None = None
    claimed_by: str | None = None
    claimed_since: datetime | None = None
    unclaimed_since: datetime | None = None
    """Nobody has claimed it after this moment."""
    requested_before: datetime | None = None


async def add(session: AsyncSession, **values: Any) -> Correction:
    """A new request."""
    return (await session.execute(insert(Correction).values(**values).returning(Correction))).scalar_one()


async def correction(session: AsyncSession, correction_id: UUID) -> Correction | None:
    """A request by its id, as it is now."""
    return await session.get(Correction, correction_id, populate_existing=True)


async def waiting(session: AsyncSession, employer_id: UUID) -> Correction | None:
    """The employer's open request."""
    open_one = (Correction.employer_id == employer_id, Correction.status == "waiting")
    return await session.scalar(select(Correction).where(*open_one))


async def change(session: AsyncSession, correction_id: UUID, **values: Any) -> Correction:
    """Change some of a request's columns."""
    changed = (
        update(Correction)
        .where(Correction.id == correction_id)
        .values(**values)
        .returning(Correction)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(changed)).scalar_one()


async def of_employer(session: AsyncSession, employer_id: UUID, before: UUID | None, limit: int) -> list[Correction]:
    """An employer's requests, newest first."""
    found = select(Correction).where(Correction.employer_id == employer_id).order_by(Correction.id.desc())
    if before is not None:
        found = found.where(Correction.id < before)
    return list(await session.scalars(found.limit(limit)))


async def queue(session: AsyncSession, wanted: Filters, after: UUID | None, limit: int) -> list[Correction]:
    """Requests of all employers, the one that waits longest first."""
    found = select(Correction).where(*_conditions(wanted)).order_by(Correction.id)
    if after is not None:
        found = found.where(Correction.id > after)
    return list(await session.scalars(found.limit(limit)))


def _conditions(wanted: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(Correction.status == wanted.status)
    if wanted.name is not None:
        conditions.append(Correction.employer_name.icontains(wanted.name, autoescape=True))
    if wanted.uscc is not None:
        conditions.append(Correction.uscc == wanted.uscc)
    if wanted.claimed_by is not None:
        conditions.append(Correction.claimed_by == wanted.claimed_by)
    if wanted.claimed_since is not None:
        conditions.append(Correction.claimed_at > wanted.claimed_since)
    if wanted.unclaimed_since is not None:
        conditions.append(or_(Correction.claimed_at.is_(None), Correction.claimed_at <= wanted.unclaimed_since))
    if wanted.requested_before is not None:
        conditions.append(Correction.requested_at <= wanted.requested_before)
    return conditions
