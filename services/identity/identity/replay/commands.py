"""Saying present facts again, batch by batch: memory stays constant, and live events are not held up for long.

A restatement carries the version of its row. Consumers keep what is newer, so a replay can be broken off and begun
again, and changes nothing where a copy is up to date.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.event import Event
from common.messaging.outbox import emit_all
from common.service import Context
from identity.employers.queries import restated as restated_employers
from identity.replay import store
from identity.roster.queries import restated as restated_graduates
from identity.schools.queries import restated as restated_schools
from identity.warnings.queries import restated as restated_warnings

BATCH = 500
MOST_WAITING = 5_000
"""The replay pauses while so many events wait for the relay: what happens meanwhile must not queue behind all of it."""
PAUSE_SECONDS = 0.2
FIRST = UUID(int=0)

Said = Sequence[tuple[Event, int]]


class Subject(StrEnum):
    """What can be said again, in the order in which consumers want to hear it."""

    SCHOOLS = "schools"
    EMPLOYERS = "employers"
    GRADUATES = "graduates"
    WARNINGS = "warnings"


OF_A_SCHOOL = (Subject.SCHOOLS, Subject.GRADUATES)
"""What a replay of one school is about; employers and warnings belong to none."""


async def replay(
    context: Context, subjects: Sequence[Subject], school_code: str | None, told: Callable[[Subject, int], None]
) -> None:
    """Say everything of these subjects again, of one school if its code is given.

    Args:
        told: called after every batch with how many have been said of the subject so far.
    """
    for subject in subjects:
        position, count = None, 0
        while True:
            await _wait_for_relay(context)
            async with context.database.transaction() as session:
                said = await _READERS[subject](session, position, school_code)
                await emit_all(session, said)
            if not said:
                break
            last = said[-1][0]
            position, count = getattr(last, last.subject_field), count + len(said)
            told(subject, count)


async def _wait_for_relay(context: Context) -> None:
    while True:
        async with context.database.transaction() as session:
            if await store.waiting(session, MOST_WAITING) < MOST_WAITING:
                return
        await asyncio.sleep(PAUSE_SECONDS)


async def _schools(session: AsyncSession, after: str | None, school_code: str | None) -> Said:
    return await restated_schools(session, after or "", BATCH, school_code)


async def _employers(session: AsyncSession, after: UUID | None, school_code: str | None) -> Said:
    return await restated_employers(session, after or FIRST, BATCH)


async def _graduates(session: AsyncSession, after: UUID | None, school_code: str | None) -> Said:
    return await restated_graduates(session, after or FIRST, BATCH, school_code)


async def _warnings(session: AsyncSession, after: str | None, school_code: str | None) -> Said:
    return await restated_warnings(session, after or "", BATCH)


_READERS: dict[Subject, Callable[[AsyncSession, Any, str | None], Awaitable[Said]]] = {
    Subject.SCHOOLS: _schools,
    Subject.EMPLOYERS: _employers,
    Subject.GRADUATES: _graduates,
    Subject.WARNINGS: _warnings,
}
