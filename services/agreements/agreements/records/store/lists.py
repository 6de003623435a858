"""Lists of agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.states import Status, Tab
from agreements.records.store.readers import visible_to
from agreements.records.tables import Agreement
from common.auth import actors


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None does not narrow."""

    cohort: int | None = None
    tab: Tab | None = None
    status: Status | None = None
    department: str | None = None
    name: str | None = None
    """Any part of the graduate's name."""


async def listed(
    session: AsyncSession, actor: actors.Actor, filters: Filters, *, limit: int, before: Sequence[Any] | None
) -> Sequence[Agreement]:
    """What the actor may see of what the filters want, the latest invitation first."""
    wanted = select(Agreement).where(visible_to(actor), *_conditions(filters))
    if before is not None:
        wanted = wanted.where(Agreement.id < before[0])
    return (await session.scalars(wanted.order_by(Agreement.id.desc()).limit(limit))).all()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = []
    if filters.cohort is not None:
        conditions.append(Agreement.cohort == filters.cohort)
    if filters.tab is not None:
        conditions.append(Agreement.status.in_([status for status in Status if status.tab is filters.tab]))
    if filters.status is not None:
        conditions.append(Agreement.status == filters.status)
    if filters.department is not None:
        conditions.append(Agreement.department == filters.department)
    if filters.name is not None:
        conditions.append(Agreement.graduate_name.icontains(filters.name, autoescape=True))
    return conditions
