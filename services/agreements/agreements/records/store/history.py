"""The chained history of agreements."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    DateTime,
    Select,
    Text,
    func,
    insert,
    literal,
    literal_column,
    select,
    tuple_,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.states import chain
from agreements.records.tables import UPDATED_UTC, Agreement, HistoryRow
from common.rows import insert_rows

ChainRow = tuple[UUID, int, HistoryRow | None]
"""An agreement's id and version, and one row of its history; None if it has none."""


async def history(session: AsyncSession, agreement_id: UUID) -> Sequence[HistoryRow]:
    """All changes of an agreement, the first one first."""
    wanted = select(HistoryRow).where(HistoryRow.agreement_id == agreement_id).order_by(HistoryRow.version)
    return (await session.scalars(wanted)).all()


async def add_history(session: AsyncSession, *, agreement_id: UUID, version: int, **values: Any) -> None:
    """One row for one change, chained to the one before it, which the same statement reads.

    Nobody writes between the two: the agreement is new or its row is locked. Without a row before it the insert fails.
    """
    previous = _link_before(agreement_id, version)
    # As `chain.link_hash`, which cannot know the hash before without another round trip; the verification compares.
    hashed = previous.concat(chain.SEPARATOR + chain.content_of(version=version, **values))
    links = {"previous_sha256": previous, "sha256": func.encode(func.sha256(func.convert_to(hashed, "UTF8")), "hex")}
    await session.execute(insert(HistoryRow).values(agreement_id=agreement_id, version=version, **values, **links))


async def add_first_history(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """The first rows of many new agreements, each chained to its agreement's id."""
    links = [_linked(row, chain.before_first(row["agreement_id"])) for row in rows]
    await session.execute(insert_rows(HistoryRow, links))


async def add_histories(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """One further row for each of many agreements, whose rows are locked, with two statements."""
    links_before = tuple_(HistoryRow.agreement_id, HistoryRow.version)
    places = [(row["agreement_id"], row["version"] - 1) for row in rows]
    found = select(HistoryRow.agreement_id, HistoryRow.sha256).where(links_before.in_(places))
    before = {link.agreement_id: link.sha256 for link in await session.execute(found)}
    await session.execute(insert_rows(HistoryRow, [_linked(row, before[row["agreement_id"]]) for row in rows]))


async def chains(
    session: AsyncSession, *, agreement_id: UUID | None, since: datetime | None, after: UUID | None, limit: int
) -> Sequence[ChainRow]:
    """The next agreements by id with their whole histories, in the order of versions.

    One statement, so that a change that is being made is seen whole or not at all.
    """

    def among(key: Any, *conditions: ColumnElement[bool]) -> Select[UUID]:
        narrowed = select(key.label("id")).where(*conditions)
        narrowed = narrowed.where(key == agreement_id) if agreement_id is not None else narrowed
        return narrowed.where(key > after) if after is not None else narrowed

    # Each half is a range of an index: what came before costs nothing, however much it is.
    ids: Select[UUID] | CompoundSelect[UUID] = among(Agreement.id)
    if since is not None:
        said = among(HistoryRow.agreement_id, HistoryRow.at >= since)
        ids = union(
            among(Agreement.id, literal_column(UPDATED_UTC, DateTime) >= since.astimezone(UTC).replace(tzinfo=None)),
            said,
        )
    batch = ids.order_by("id").limit(limit).cte("batch")
    wanted = (
        select(Agreement.id, Agreement.version, HistoryRow)
        .join_from(batch, Agreement, Agreement.id == batch.c.id)
        .outerjoin(HistoryRow, HistoryRow.agreement_id == Agreement.id)
        .order_by(Agreement.id, HistoryRow.version)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(wanted)]


def _linked(row: dict[str, Any], previous: str) -> dict[str, Any]:
    said = {field: value for field, value in row.items() if field != "agreement_id"}
    hashed = chain.link_hash(previous, chain.content_of(**said))
    return {**row, "previous_sha256": previous, "sha256": hashed}


def _link_before(agreement_id: UUID, version: int) -> ColumnElement[str]:
    if version == 1:
        return literal(chain.before_first(agreement_id), Text)
    before = select(HistoryRow.sha256)
    return before.where(HistoryRow.agreement_id == agreement_id, HistoryRow.version == version - 1).scalar_subquery()
