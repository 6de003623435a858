"""Counting: each event changes one projection row and, in the same transaction, the counters it is counted by."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts.agreements import AgreementFacts
from common.contracts.destinations import OutcomeChanged
from common.contracts.identity import GraduateFacts
from common.database import lock_for_transaction
from stats.counting import store
from stats.counting.states import (
    NO_EMPLOYER,
    Deltas,
    Key,
    Kind,
    Place,
    agreement_key,
    graduate_key,
    outcome_key,
)
from stats.counting.states.statuses import status_after
from stats.counting.tables import AgreementRow, GraduateRow, OutcomeRow

FRESHNESS_PARTS = 16


class Difference(NamedTuple):
    """A counter that does not equal its recount."""

    key: Key
    kept: int
    counted: int


async def count_graduate(session: AsyncSession, event: GraduateFacts, sequence: int) -> None:
    """A graduate is on the roster, has moved or has left: agreements and outcome move along, and an outcome counts
    only while the roster has its graduate. Agreements count as long as the parties' lists show them."""
    await _lock(session, event.graduate_id)
    before = await store.find(session, GraduateRow, event.graduate_id)
    if before is not None and before.sequence >= sequence:
        return
    deltas, place = Deltas(), _place(event)
    was_counted = before is None or before.on_roster
    deltas.move(
        graduate_key(_place(before)) if before and before.on_roster else None,
        graduate_key(place) if event.on_roster else None,
    )
    await _take_along(session, event, was_counted, deltas)
    row = GraduateRow(graduate_id=event.graduate_id, sequence=sequence, on_roster=event.on_roster, **place._asdict())
    await store.keep(session, row)
    await store.change_counters(session, deltas.in_order())


async def count_agreement(session: AsyncSession, event: AgreementFacts, sequence: int) -> None:
    """An agreement has begun or changed."""
    status = status_after(event)
    if status is None:
        return
    await _lock(session, event.graduate_id)
    before = await store.find(session, AgreementRow, event.agreement_id)
    if before is not None and before.sequence >= sequence:
        return
    deltas, place = Deltas(), await _counted_at(session, event)
    employer_id = event.employer_id or NO_EMPLOYER
    deltas.move(_key_of_agreement(before) if before else None, agreement_key(place, employer_id, status))
    row = AgreementRow(
        agreement_id=event.agreement_id,
        sequence=sequence,
        graduate_id=event.graduate_id,
        employer_id=employer_id,
        status=status.value,
        **place._asdict(),
    )
    await store.keep(session, row)
    await store.change_counters(session, deltas.in_order())


async def count_outcome(session: AsyncSession, event: OutcomeChanged, sequence: int) -> None:
    """A graduate's outcome has changed."""
    await _lock(session, event.graduate_id)
    before = await store.find(session, OutcomeRow, event.graduate_id)
    if before is not None and before.sequence >= sequence:
        return
    deltas, place = Deltas(), await _counted_at(session, event)
    graduate = await store.find(session, GraduateRow, event.graduate_id)
    on_roster, code = graduate is None or graduate.on_roster, event.outcome_code
    if on_roster:
        deltas.move(_key_of_outcome(before) if before else None, outcome_key(place, code))
    await store.keep(
        session, OutcomeRow(graduate_id=event.graduate_id, sequence=sequence, code=code, **place._asdict())
    )
    await store.change_counters(session, deltas.in_order())


async def note_event(session: AsyncSession, event_id: UUID, at: datetime) -> None:
    """Remember how fresh the figures are. Called last, because parts are shared by unrelated events."""
    await store.note_event(session, event_id.int % FRESHNESS_PARTS, at)


async def recount(session: AsyncSession, *, repair: bool) -> list[Difference]:
    """Compare the counters with a recount of the projections.

    Args:
        repair: put right what differs; counting waits meanwhile.
    """
    if repair:
        await store.stop_counting(session)
    found = [
        Difference(_key_of_row(row), row.kept, row.counted) for row in await store.differences(session, NO_EMPLOYER)
    ]
    for difference in found if repair else ():
        await store.put_right(session, difference.key, difference.counted)
    return found


def _key_of_row(row: Any) -> Key:
    return Key(Kind(row.kind), row.cohort, row.school_code, row.department, row.employer_id, row.category)


async def _lock(session: AsyncSession, graduate_id: UUID) -> None:
    await lock_for_transaction(session, "graduate", graduate_id)


async def _counted_at(session: AsyncSession, event: AgreementFacts | OutcomeChanged) -> Place:
    """Where the roster has the graduate or, while it is not known, where the event says."""
    on_roster = await store.find(session, GraduateRow, event.graduate_id)
    return _place(on_roster or event)


async def _take_along(session: AsyncSession, event: GraduateFacts, was_counted: bool, deltas: Deltas) -> None:
    place = _place(event)
    for agreement in await store.agreements_of(session, event.graduate_id):
        deltas.move(_key_of_agreement(agreement), agreement_key(place, agreement.employer_id, agreement.status))
        _move(agreement, place)
    outcome = await store.find(session, OutcomeRow, event.graduate_id)
    if outcome is not None:
        deltas.move(
            _key_of_outcome(outcome) if was_counted else None,
            outcome_key(place, outcome.code) if event.on_roster else None,
        )
        _move(outcome, place)


def _place(of: GraduateRow | AgreementRow | OutcomeRow | GraduateFacts | AgreementFacts | OutcomeChanged) -> Place:
    return Place(of.cohort, of.school_code, of.department)


def _move(row: AgreementRow | OutcomeRow, place: Place) -> None:
    row.cohort, row.school_code, row.department = place


def _key_of_agreement(row: AgreementRow) -> Key:
    return agreement_key(_place(row), row.employer_id, row.status)


def _key_of_outcome(row: OutcomeRow) -> Key | None:
    return outcome_key(_place(row), row.code)
