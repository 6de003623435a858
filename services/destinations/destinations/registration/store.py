"""Every statement on registrations. Row filters live here: nobody reads what is not theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from common.auth.actors import Actor, DepartmentUser, Graduate, SchoolUser
from common.contracts.codes.levels import DataScope, levels_in
from destinations.registration.states import CURRENT, Status
from destinations.registration.tables import Destination, HistoryRow


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None means no narrowing."""

    cohort: int | None = None
    status: Status | None = None
    review_step: str | None = None
    destination_code: str | None = None
    department: str | None = None
    name: str | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A graduate sees their own; a reviewer sees what was submitted in the own school or department."""
    submitted = Destination.status != Status.DRAFT.value
    if isinstance(actor, Graduate):
        return Destination.graduate_id == actor.graduate_id
    if isinstance(actor, SchoolUser):
        return and_(submitted, Destination.school_code == actor.school_code, *_in_scope(actor.data_scope))
    if isinstance(actor, DepartmentUser):
        own = and_(Destination.school_code == actor.school_code, Destination.department == actor.department)
        return and_(submitted, own, *_in_scope(actor.data_scope))
    return false()


def _in_scope(scope: DataScope) -> list[ColumnElement[bool]]:
    """数据权限 of a school's or department's user (guides/003 §2)."""
    return [] if scope == "all" else [Destination.level_code.in_(levels_in(scope))]


async def find(session: AsyncSession, actor: Actor, destination_id: UUID) -> Destination | None:
    """One registration, if it is the actor's to see."""
    found = select(Destination).where(Destination.id == destination_id, visible_to(actor))
    return (await session.scalars(found)).one_or_none()


async def find_for_change(session: AsyncSession, actor: Actor, destination_id: UUID) -> Destination | None:
    """The same as it is now, locked until the transaction ends."""
    found = select(Destination).where(Destination.id == destination_id, visible_to(actor)).with_for_update()
    return (await session.scalars(found, execution_options={"populate_existing": True})).one_or_none()


async def current_of(session: AsyncSession, graduate_id: UUID) -> Destination | None:
    """The graduate's draft, reviewed or approved registration."""
    found = select(Destination).where(
        Destination.graduate_id == graduate_id, Destination.status.in_([status.value for status in CURRENT])
    )
    return (await session.scalars(found, execution_options={"populate_existing": True})).one_or_none()


async def listed(
    session: AsyncSession, actor: Actor, filters: Filters, *, limit: int, before: UUID | None
) -> Sequence[Destination]:
    """The actor's registrations, the latest first."""
    found = select(Destination).where(visible_to(actor)).order_by(Destination.id.desc()).limit(limit)
    exact = {
        Destination.cohort: filters.cohort,
        Destination.status: filters.status,
        Destination.review_step: filters.review_step,
        Destination.destination_code: filters.destination_code,
        Destination.department: filters.department,
    }
    found = found.where(*[column == value for column, value in exact.items() if value is not None])
    if filters.name is not None:
        found = found.where(Destination.graduate_name.icontains(filters.name, autoescape=True))
    if before is not None:
        found = found.where(Destination.id < before)
    return (await session.scalars(found)).all()


async def add(session: AsyncSession, **values: Any) -> Destination:
    """The first version."""
    destination = Destination(version=1, **values)
    session.add(destination)
    await session.flush()
    return destination


async def save(session: AsyncSession, destination: Destination, **values: Any) -> Destination:
    """The next version of a row nobody else has changed meanwhile; raises `NoResultFound` if somebody has."""
    statement = (
        update(Destination)
        .where(Destination.id == destination.id, Destination.version == destination.version)
        .values(version=destination.version + 1, **values)
        .returning(Destination)
    )
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one()


async def add_history(session: AsyncSession, **values: Any) -> None:
    """One change."""
    session.add(HistoryRow(**values))
    await session.flush()


async def history_of(session: AsyncSession, destination_id: UUID) -> Sequence[HistoryRow]:
    """All changes, the first one first."""
    found = select(HistoryRow).where(HistoryRow.destination_id == destination_id).order_by(HistoryRow.version)
    return (await session.scalars(found)).all()


async def follow_roster(session: AsyncSession, graduate_id: UUID, values: dict[str, Any]) -> None:
    """Bring a graduate's registrations to what the roster says now. No version: nothing was done to them."""
    own = update(Destination).where(Destination.graduate_id == graduate_id)
    await session.execute(own.values(**values))
