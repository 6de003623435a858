"""The SQL of warning employers, and who may see which marks."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from common.auth.actors import Actor, CentreUser, SchoolUser
from common.contracts.documents import FileStored
from common.database import keep_copy, lock_for_transaction
from identity.warnings.states import Filters
from identity.warnings.tables import (
    IS_LIVE,
    WarningAppeal,
    WarningEmployer,
    WarningFile,
    WarningMark,
    WarningStep,
)

FRESH = {"populate_existing": True}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A school's users see its own marks, the centre all. Whoever is not listed here sees nothing."""
    if isinstance(actor, SchoolUser):
        return WarningMark.school_code == actor.school_code
    return true() if isinstance(actor, CentreUser) else false()


async def alone(session: AsyncSession) -> None:
    """One writer at a time: marks are few, and the marks of one employer may stand under two keys."""
    await lock_for_transaction(session, "warnings")


async def hold_employer(session: AsyncSession, employer_key: str, **first: Any) -> WarningEmployer:
    """The employer's row, held until the transaction ends; made with `first` when nobody has marked it before."""
    await alone(session)
    await session.execute(insert(WarningEmployer).values(employer_key=employer_key, **first).on_conflict_do_nothing())
    return await held(session, employer_key)


async def held(session: AsyncSession, employer_key: str) -> WarningEmployer:
    """The row of an employer that was marked before, held until the transaction ends."""
    await alone(session)
    found = select(WarningEmployer).where(WarningEmployer.employer_key == employer_key).with_for_update()
    return (await session.scalars(found, execution_options=FRESH)).one()


async def save_employer(session: AsyncSession, employer_key: str, **values: Any) -> WarningEmployer:
    """Its next version."""
    statement = (
        update(WarningEmployer)
        .where(WarningEmployer.employer_key == employer_key)
        .values(version=WarningEmployer.version + 1, **values)
        .returning(WarningEmployer)
    )
    return (await session.scalars(statement, execution_options=FRESH)).one()


async def describe_employer(session: AsyncSession, employer_key: str, **values: Any) -> WarningEmployer:
    """The same version, with what was counted for it."""
    statement = update(WarningEmployer).where(WarningEmployer.employer_key == employer_key)
    return (await session.scalars(statement.values(**values).returning(WarningEmployer), execution_options=FRESH)).one()


async def of_name(session: AsyncSession, name_keys: Collection[str]) -> Sequence[WarningEmployer]:
    """All that were marked under these names, with a code or without."""
    found = select(WarningEmployer).where(WarningEmployer.name_key.in_(name_keys))
    return (await session.scalars(found.order_by(WarningEmployer.employer_key), execution_options=FRESH)).all()


async def live_marks(session: AsyncSession, employer_keys: Collection[str]) -> Sequence[WarningMark]:
    """The marks in force of these employers, by school."""
    found = select(WarningMark).where(WarningMark.employer_key.in_(employer_keys), IS_LIVE)
    return (await session.scalars(found.order_by(WarningMark.school_code), execution_options=FRESH)).all()


async def marks_of(session: AsyncSession, employer_keys: Collection[str], limit: int) -> Sequence[WarningMark]:
    """All marks of these employers, ended ones too, the latest first."""
    found = select(WarningMark).where(WarningMark.employer_key.in_(employer_keys))
    return (await session.scalars(found.order_by(WarningMark.id.desc()).limit(limit))).all()


async def add_mark(session: AsyncSession, **values: Any) -> WarningMark | None:
    """A new mark, or None when the school has one in force."""
    statement = insert(WarningMark).values(**values).on_conflict_do_nothing().returning(WarningMark)
    return (await session.scalars(statement)).one_or_none()


async def mark(session: AsyncSession, mark_id: UUID, actor: Actor) -> WarningMark | None:
    """A mark that the actor may see, as it is now."""
    found = select(WarningMark).where(WarningMark.id == mark_id, visible_to(actor))
    return (await session.scalars(found, execution_options=FRESH)).one_or_none()


async def any_mark(session: AsyncSession, mark_id: UUID) -> WarningMark | None:
    """A mark, for the clock and for the employer that it is about."""
    return await session.get(WarningMark, mark_id, populate_existing=True)


async def save_mark(session: AsyncSession, mark_id: UUID, **values: Any) -> WarningMark:
    """A mark's next version; the caller holds the employer's row."""
    statement = (
        update(WarningMark)
        .where(WarningMark.id == mark_id)
        .values(version=WarningMark.version + 1, **values)
        .returning(WarningMark)
    )
    return (await session.scalars(statement, execution_options=FRESH)).one()


async def overdue(session: AsyncSession, today: date) -> UUID | None:
    """A mark whose last day has passed. Not locked: whoever changes a mark holds its employer first."""
    found = select(WarningMark.id).where(IS_LIVE, WarningMark.expires_on < today)
    return await session.scalar(found.order_by(WarningMark.expires_on, WarningMark.id).limit(1))


async def listed(
    session: AsyncSession, actor: Actor, filters: Filters, *, limit: int, before: Sequence[Any] | None
) -> Sequence[WarningMark]:
    """The marks the actor may see, the latest first."""
    found = select(WarningMark).where(visible_to(actor), *_conditions(WarningMark, filters))
    if filters.status is not None:
        found = found.where(WarningMark.status == filters.status)
    if before is not None:
        found = found.where(WarningMark.id < before[0])
    return (await session.scalars(found.order_by(WarningMark.id.desc()).limit(limit))).all()


async def national(
    session: AsyncSession, filters: Filters, *, limit: int, after: Sequence[Any] | None
) -> Sequence[WarningEmployer]:
    """The employers that every school is shown, by their keys; one that stands under two keys once."""
    coded = aliased(WarningEmployer)
    twice = exists().where(
        WarningEmployer.uscc.is_(None), coded.name_key == WarningEmployer.name_key, coded.uscc.is_not(None)
    )
    found = select(WarningEmployer).where(WarningEmployer.national, ~twice.where(coded.national))
    found = found.where(*_conditions(WarningEmployer, filters))
    if after is not None:
        found = found.where(WarningEmployer.employer_key > after[0])
    return (await session.scalars(found.order_by(WarningEmployer.employer_key).limit(limit))).all()


async def employers(session: AsyncSession, employer_keys: Collection[str]) -> Sequence[WarningEmployer]:
    """Those of these employers that somebody has marked at some time."""
    found = select(WarningEmployer).where(WarningEmployer.employer_key.in_(employer_keys))
    return (await session.scalars(found)).all()


async def all_employers(session: AsyncSession, after: str, limit: int) -> Sequence[WarningEmployer]:
    """Every employer that somebody has marked at some time, by their keys, from behind `after`."""
    found = select(WarningEmployer).where(WarningEmployer.employer_key > after)
    return (await session.scalars(found.order_by(WarningEmployer.employer_key).limit(limit))).all()


async def add_appeal(session: AsyncSession, **values: Any) -> WarningAppeal:
    """A new appeal."""
    return (await session.scalars(insert(WarningAppeal).values(**values).returning(WarningAppeal))).one()


async def open_appeal(session: AsyncSession, mark_id: UUID) -> WarningAppeal | None:
    """The appeal against a mark that waits for its answer."""
    found = select(WarningAppeal).where(WarningAppeal.mark_id == mark_id, WarningAppeal.status == "open")
    return (await session.scalars(found, execution_options=FRESH)).one_or_none()


async def save_appeal(session: AsyncSession, appeal_id: UUID, **values: Any) -> WarningAppeal:
    """The answer to an appeal."""
    statement = update(WarningAppeal).where(WarningAppeal.id == appeal_id).values(**values).returning(WarningAppeal)
    return (await session.scalars(statement, execution_options=FRESH)).one()


async def appeals_of(session: AsyncSession, mark_ids: Collection[UUID]) -> Sequence[WarningAppeal]:
    """All appeals against these marks, the first one first."""
    found = select(WarningAppeal).where(WarningAppeal.mark_id.in_(mark_ids))
    return (await session.scalars(found.order_by(WarningAppeal.id))).all()


async def add_step(session: AsyncSession, **values: Any) -> None:
    """One thing that happened."""
    await session.execute(insert(WarningStep).values(**values))


async def history(session: AsyncSession, mark_id: UUID) -> Sequence[WarningStep]:
    """Everything that happened to a mark, oldest first."""
    found = select(WarningStep).where(WarningStep.mark_id == mark_id)
    return (await session.scalars(found.order_by(WarningStep.id))).all()


async def keep_file(session: AsyncSession, event: FileStored, sequence: int) -> None:
    """Remember an upload as documents tells it, unless a newer version is known."""
    told = {"owner": event.owner, "purpose": event.purpose}
    await keep_copy(session, WarningFile, {"file_id": event.file_id}, sequence, **told)


async def files(session: AsyncSession, file_ids: Collection[UUID], owner: str, purpose: str) -> set[UUID]:
    """Those of these files that this owner has uploaded for this purpose."""
    found = select(WarningFile.file_id).where(
        WarningFile.file_id.in_(file_ids), WarningFile.owner == owner, WarningFile.purpose == purpose
    )
    return set(await session.scalars(found))


def _conditions(table: type[WarningMark] | type[WarningEmployer], filters: Filters) -> list[ColumnElement[bool]]:
    conditions = []
    if filters.type_code is not None:
        conditions.append(table.types.contains([filters.type_code]))
    if filters.name is not None:
        conditions.append(table.name.icontains(filters.name, autoescape=True))
    if filters.uscc is not None:
        conditions.append(table.uscc.icontains(filters.uscc, autoescape=True))
    return conditions
