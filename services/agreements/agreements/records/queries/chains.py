"""Whether the histories of agreements are what was written."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from agreements.records import store
from agreements.records.states import chain
from agreements.records.states.chain import Fault, Link
from agreements.records.store import ChainRow
from agreements.records.tables import HistoryRow
from common.database import Database

BATCH = 500
"""Agreements that are looked at together."""


@dataclass(frozen=True, kw_only=True)
class BrokenChain:
    """An agreement, and the first link of its history that is not what was written."""

    agreement_id: UUID
    version: int
    fault: Fault


@dataclass(frozen=True)
class Checked:
    """What one batch showed."""

    chains: int
    broken: list[BrokenChain]


async def check_chains(
    database: Database, *, agreement_id: UUID | None = None, since: datetime | None = None, batch: int = BATCH
) -> AsyncIterator[Checked]:
    """Walk the histories batch by batch, each in a short transaction of its own, so that nobody waits for it.

    Args:
        database: the service's.
        agreement_id: only this agreement.
        since: only agreements that changed, or whose history says so, at or after this moment.
        batch: how many agreements are held in memory at once.
    """
    after: UUID | None = None
    while True:
        async with database.transaction() as session:
            rows = await store.chains(session, agreement_id=agreement_id, since=since, after=after, limit=batch)
        if not rows:
            return
        checked = [_check(key, list(links)) for key, links in groupby(rows, key=lambda row: (row[0], row[1]))]
        yield Checked(len(checked), [broken for broken in checked if broken is not None])
        after = rows[-1][0]


def _check(agreement: tuple[UUID, int], rows: Sequence[ChainRow]) -> BrokenChain | None:
    agreement_id, reached = agreement
    found = chain.first_fault(agreement_id, reached, (_link(row) for _, _, row in rows if row is not None))
    if found is None:
        return None
    version, fault = found
    return BrokenChain(agreement_id=agreement_id, version=version, fault=fault)


def _link(row: HistoryRow) -> Link:
    return Link(
        version=row.version,
        content=chain.content_of(**{field: getattr(row, field) for field in chain.FIELDS}),
        previous_sha256=row.previous_sha256,
        sha256=row.sha256,
    )
