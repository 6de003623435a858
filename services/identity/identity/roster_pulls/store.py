"""The SQL of pulls."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, any_, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from common.crypto import Cipher
from common.paging import PageRequest
from identity.roster.states import MOST_TOLD, Place
from identity.roster_pulls.states import Pending
from identity.roster_pulls.tables import RosterPending, RosterPull, RosterPullFault, RosterSchedule, RosterSource

PENDING_FIELD = "roster_pending.row"
RUNNING = RosterPull.status == "running"


async def begin(session: AsyncSession, **values: Any) -> bool:
    """Begin a pull, unless one of the school is running."""
    nothing = dict.fromkeys(("new", "changed", "unchanged", "removed", "withheld", "faulty", "attempts"), 0)
    statement = insert(RosterPull).values(**nothing, **values, status="running").on_conflict_do_nothing()
    return (await session.scalars(statement.returning(RosterPull.id))).one_or_none() is not None


async def running(session: AsyncSession, school_code: str) -> UUID | None:
    """The pull of a school that is under way."""
    return await session.scalar(select(RosterPull.id).where(RosterPull.school_code == school_code, RUNNING))


async def find(session: AsyncSession, pull_id: UUID, school_code: str) -> RosterPull | None:
    """A pull of this school."""
    which = (RosterPull.id == pull_id, RosterPull.school_code == school_code)
    return (await session.scalars(select(RosterPull).where(*which))).one_or_none()


async def page(session: AsyncSession, school_code: str, cohort: int | None, page: PageRequest) -> Sequence[RosterPull]:
    """Pulls of a school, the newest first; one more than a page, if there is."""
    statement = select(RosterPull).where(RosterPull.school_code == school_code)
    if cohort is not None:
        statement = statement.where(RosterPull.cohort == cohort)
    before = page.position(UUID)
    if before:
        statement = statement.where(RosterPull.id < before[0])
    return (await session.scalars(statement.order_by(RosterPull.id.desc()).limit(page.limit + 1))).all()


async def faults(session: AsyncSession, pull_id: UUID, most: int) -> Sequence[RosterPullFault]:
    """The first faults of a pull."""
    which = select(RosterPullFault).where(RosterPullFault.pull_id == pull_id)
    return (await session.scalars(which.order_by(RosterPullFault.place).limit(most))).all()


async def claim(session: AsyncSession, now: datetime, lease: timedelta) -> RosterPull | None:
    """The pull that has waited longest, as one more attempt of its next page; nobody else gets it until then."""
    waiting = (
        select(RosterPull.id)
        .where(RUNNING, RosterPull.next_try_at <= now)
        .order_by(RosterPull.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(RosterPull)
        .where(RosterPull.id == waiting.scalar_subquery())
        .values(attempts=RosterPull.attempts + 1, next_try_at=now + lease)
        .returning(RosterPull)
    )
    return (await session.scalars(claimed)).one_or_none()


async def postpone(session: AsyncSession, pull_id: UUID, until: datetime) -> None:
    """Try again then."""
    await session.execute(update(RosterPull).where(RosterPull.id == pull_id).values(next_try_at=until))


async def hold(session: AsyncSession, pull_id: UUID, position: int) -> bool:
    """Hold a pull that is still running at this position, until the transaction ends."""
    which = (RosterPull.id == pull_id, RosterPull.position == position, RUNNING)
    return await session.scalar(select(RosterPull.id).where(*which).with_for_update()) is not None


async def add_counts(session: AsyncSession, pull_id: UUID, counts: Mapping[str, int], **values: Any) -> None:
    """Add to the counts of a pull and keep these values."""
    added = {name: getattr(RosterPull, name) + number for name, number in counts.items()}
    await session.execute(update(RosterPull).where(RosterPull.id == pull_id).values(**added, **values))


async def add_faults(session: AsyncSession, pull_id: UUID, found: Sequence[Mapping[str, Any]]) -> None:
    """Keep faults after those that are kept already, as many as are told."""
    if not found:
        return
    already = await session.scalar(select(func.count()).where(RosterPullFault.pull_id == pull_id)) or 0
    told = found[: max(0, MOST_TOLD - already)]
    rows = [{"pull_id": pull_id, "place": already + at, **fault} for at, fault in enumerate(told)]
    if rows:
        await session.execute(insert(RosterPullFault), rows)


async def has_nameless_fault(session: AsyncSession, pull_id: UUID) -> bool:
    """Whether a pull has met a row of nobody knows whom."""
    which = (RosterPullFault.pull_id == pull_id, RosterPullFault.exam_number == "")
    return await session.scalar(select(RosterPullFault.place).where(*which).limit(1)) is not None


async def taken(
    session: AsyncSession, place: Place, exam_numbers: Iterable[str], seen_in: UUID | None
) -> dict[str, int]:
    """How far these rows of a cohort have been taken, in this full pull if one is given: sequences by 考生号."""
    which = [*_at(place), RosterSource.exam_number.in_(list(exam_numbers))]
    if seen_in is not None:
        which.append(RosterSource.seen_in == seen_in)
    found = await session.execute(select(RosterSource.exam_number, RosterSource.sequence).where(*which))
    return {row.exam_number: row.sequence for row in found}


async def is_listed(session: AsyncSession, place: Place, exam_number: str) -> bool:
    """Whether the source has stated the row and, as far as is known, has not taken it off since."""
    struck_off = select(RosterPending.exam_number).where(*_pending(place), RosterPending.reason.is_not(None))
    which = [*_at(place), RosterSource.exam_number == exam_number, RosterSource.exam_number.not_in(struck_off)]
    return await session.scalar(select(RosterSource.exam_number).where(*which)) is not None


async def taken_until(session: AsyncSession, place: Place) -> int:
    """The last sequence of a cohort that has been taken; 0 before the first pull."""
    return await session.scalar(select(func.max(RosterSource.sequence)).where(*_at(place))) or 0


async def take(session: AsyncSession, place: Place, sequences: Mapping[str, int], seen_in: UUID | None) -> None:
    """Keep how far rows have been taken, and in which full pull they were met: that counts anew."""
    if not sequences:
        return
    school_code, cohort = place
    rows = [
        {"school_code": school_code, "cohort": cohort, "exam_number": number, "sequence": sequence, "seen_in": seen_in}
        for number, sequence in sequences.items()
    ]
    fresh = insert(RosterSource).values(rows)
    later = func.greatest(RosterSource.sequence, fresh.excluded.sequence)
    changed = {
        "sequence": fresh.excluded.sequence if seen_in else later,
        "seen_in": func.coalesce(fresh.excluded.seen_in, RosterSource.seen_in),
    }
    key = ["school_code", "cohort", "exam_number"]
    await session.execute(fresh.on_conflict_do_update(index_elements=key, set_=changed))


async def seen(session: AsyncSession, place: Place, pull_id: UUID) -> set[str]:
    """The 考生号 that a full pull has met."""
    return set(
        await session.scalars(select(RosterSource.exam_number).where(*_at(place), RosterSource.seen_in == pull_id))
    )


async def forget_unseen(session: AsyncSession, place: Place, pull_id: UUID) -> None:
    """Forget how far rows were taken, and what was pending of them, that a full pull has not met."""
    await session.execute(delete(RosterSource).where(*_at(place), RosterSource.seen_in.is_distinct_from(pull_id)))
    met = select(RosterSource.exam_number).where(*_at(place))
    await session.execute(delete(RosterPending).where(*_pending(place), RosterPending.exam_number.not_in(met)))


async def pending(session: AsyncSession, cipher: Cipher, place: Place) -> list[Pending]:
    """What a cohort's source has stated and the roster does not show yet, in the order of the source."""
    found = await session.execute(select(*RosterPending.__table__.columns).where(*_pending(place)).order_by("sequence"))
    rows = found.all()
    return await asyncio.to_thread(lambda: [_opened(cipher, row) for row in rows])


async def keep_pending(session: AsyncSession, cipher: Cipher, place: Place, items: Sequence[Pending]) -> None:
    """Keep what could not be taken; nothing older is kept of the same graduates."""
    if not items:
        return
    school_code, cohort = place
    rows = await asyncio.to_thread(lambda: [_sealed(cipher, item) for item in items])
    await session.execute(
        insert(RosterPending), [{"school_code": school_code, "cohort": cohort, **row} for row in rows]
    )


async def drop_pending(session: AsyncSession, place: Place, exam_numbers: Sequence[str]) -> None:
    """It has been taken, or the source has stated something later."""
    among = any_(literal(list(exam_numbers), ARRAY(Text)))
    await session.execute(delete(RosterPending).where(*_pending(place), RosterPending.exam_number == among))


async def schedule(session: AsyncSession, places: Iterable[Place], due_at: datetime) -> None:
    """Pull these by the clock from then on; what is due earlier stays so."""
    rows = [{"school_code": code, "cohort": cohort, "due_at": due_at} for code, cohort in places]
    if rows:
        await session.execute(insert(RosterSchedule).values(rows).on_conflict_do_nothing())


async def put_off(session: AsyncSession, place: Place, due_at: datetime) -> None:
    """It has just been pulled by hand: the clock need not until then."""
    school_code, cohort = place
    row = insert(RosterSchedule).values(school_code=school_code, cohort=cohort, due_at=due_at)
    key = ["school_code", "cohort"]
    await session.execute(row.on_conflict_do_update(index_elements=key, set_={"due_at": due_at}))


async def take_due(
    session: AsyncSession, since_cohort: int, now: datetime, next_due: datetime, batch: int
) -> Sequence[Row[str, int]]:
    """Cohorts that are due, at most one per school; each is due again at `next_due`."""
    due = (
        select(RosterSchedule.school_code, RosterSchedule.cohort)
        .where(RosterSchedule.due_at <= now, RosterSchedule.cohort >= since_cohort)
        .order_by(RosterSchedule.due_at)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(due)).all()
    for row in found:
        await put_off(session, (row.school_code, row.cohort), next_due)
    return found


async def forget(session: AsyncSession, before: datetime, batch: int) -> int:
    """Forget pulls that are over for so long. Returns how many."""
    over = select(RosterPull.id).where(~RUNNING, RosterPull.finished_at < before).limit(batch)
    gone = await session.scalars(
        delete(RosterPull).where(RosterPull.id.in_(over.with_for_update(skip_locked=True))).returning(RosterPull.id)
    )
    return len(gone.all())


def _at(place: Place) -> tuple[Any, ...]:
    school_code, cohort = place
    return (RosterSource.school_code == school_code, RosterSource.cohort == cohort)


def _pending(place: Place) -> tuple[Any, ...]:
    school_code, cohort = place
    return (RosterPending.school_code == school_code, RosterPending.cohort == cohort)


def _sealed(cipher: Cipher, item: Pending) -> dict[str, Any]:
    row = None if item.row is None else cipher.encrypt(json.dumps(item.row), PENDING_FIELD)
    reason = None if row else item.reason
    return {"exam_number": item.exam_number, "sequence": item.sequence, "row_sealed": row, "reason": reason}


def _opened(cipher: Cipher, row: Row[Any]) -> Pending:
    stated = None if row.row_sealed is None else json.loads(cipher.decrypt(row.row_sealed, PENDING_FIELD))
    return Pending(row.exam_number, row.sequence, stated, row.reason)
