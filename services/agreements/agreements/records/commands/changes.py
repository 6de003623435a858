"""What every use case ends with: the change is saved, written into the history and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.acceptance_codes.states import Try
from agreements.records import store
from agreements.records.queries.looks import Seen
from agreements.records.states import Change, reason_label, wait_in
from agreements.records.store import Written
from agreements.records.tables import Agreement
from common.database import Connection
from common.messaging.outbox import emit, emit_all, seal_here

EVENT_FACTS = (
    "kind",
    "agreement_type",
    "employer_id",
    "employer_name",
    "graduate_id",
    "graduate_name",
    "school_code",
    "cohort",
    "job_title",
    "deadline",
    "terms_version",
    "accepted_at",
    "review_step",
    "signed_at",
)
"""Columns that events may take."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a change says besides itself: why, and what only its event carries."""

    reason: str | None = None
    """A code of `states.reasons`."""
    detail: str | None = None
    """Free text of a person."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the event that are no columns."""


NOTHING = Told()


async def begin(session: AsyncSession, change: Change, told: Told = NOTHING, **values: Any) -> Agreement:
    """The first version of an agreement, with its history row and its event.

    Raises:
        InvitationStillOpen, GraduateSignsWithAnother: somebody was faster.
    """
    created = await store.add(session, **_first(change, values))
    await _record(session, created, change, told, before=None, at_step=None)
    return created


async def begin_invitations(session: AsyncSession, invitations: Sequence[tuple[Change, dict[str, Any]]]) -> set[UUID]:
    """The first versions of many agreements, with the statements of a few.

    Args:
        invitations: changes with their columns, sorted by graduate.

    Returns: the ids of those that began; of the others' graduates somebody was faster.
    """
    if not invitations:
        return set()
    changes = {values["id"]: change for change, values in invitations}
    rows = [_first(change, values) for change, values in invitations]
    begun = await store.add_invitations(session, rows)
    if not begun:
        return set()
    first = {"before": None, "at_step": None}
    await store.add_first_history(session, [_row(new, changes[new.id], NOTHING, **first) for new in begun])
    await emit_all(session, [(_event(new, changes[new.id], NOTHING, None), 1) for new in begun])
    return {new.id for new in begun}


async def carry_out(
    session: AsyncSession, agreement: Agreement, change: Change, told: Told = NOTHING, **values: Any
) -> Agreement:
    """Save what the table has decided, with one history row and one event.

    Raises:
        ChangedMeanwhile, GraduateSignsWithAnother: somebody was faster.
    """
    before, at_step = agreement.status, agreement.review_step
    standing = _standing(change, values.get("deadline", agreement.deadline))
    if change.status.value == before and change.review_step == at_step and "deadline" not in values:
        standing = {"updated_at": change.at}  # the wait goes on
    saved = await store.save(session, agreement, **standing, **values)
    await _record(session, saved, change, told, before=before, at_step=at_step)
    return saved


async def carry_out_at_once(
    connection: Connection, seen: Seen, change: Change, told: Told, *, tried: Try | None, **values: Any
) -> Written:
    """The same with one statement, which is a transaction of its own, for what was seen and not locked.

    Args:
        tried: with the latest code that was seen; None where none is needed.

    Raises:
        GraduateSignsWithAnother: somebody was faster.
    """
    agreement = seen.agreement
    version, before, at_step = agreement.version, agreement.status, agreement.review_step
    columns = _standing(change, agreement.deadline) | values
    for name, value in columns.items():
        setattr(agreement, name, value)
    agreement.version = version + 1
    row = _row(agreement, change, told, before=before, at_step=at_step)
    envelope = seal_here(_event(agreement, change, told, at_step), agreement.version)
    return await store.save_at_once(connection, columns, row, envelope, seen.look.code or {}, tried)


def _first(change: Change, values: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of a first version. What begins has the department of the roster, and goes on following it."""
    standing = _standing(change, values.get("deadline"))
    return {**values, **standing, "version": 1, "reviewing_department": values["department"]}


def _standing(change: Change, deadline: Any) -> dict[str, Any]:
    wait = wait_in(change.status, change.at, deadline)
    return {
        "status": change.status.value,
        "review_step": change.review_step.value if change.review_step else None,
        "updated_at": change.at,
        "waiting_since": wait.since,
        "due_at": wait.due_at,
        "next_reminder_at": wait.reminders[0] if wait.reminders else None,
        "reminders_sent": 0,
    }


async def carry_out_all(
    session: AsyncSession, agreements: Sequence[tuple[Agreement, Change, Told]], **values: Any
) -> None:
    """The same for many locked agreements that all come to the same status, with as many statements as for one."""
    if agreements:
        await _save_all(session, agreements, **_standing(agreements[0][1], values.get("deadline")), **values)


async def carry_out_in_place(
    session: AsyncSession, agreements: Sequence[tuple[Agreement, Change, Told]], **values: Any
) -> None:
    """The same for many locked agreements that each stay where they are; their waits go on."""
    if agreements:
        await _save_all(session, agreements, updated_at=agreements[0][1].at, **values)


async def _save_all(
    session: AsyncSession, agreements: Sequence[tuple[Agreement, Change, Told]], **columns: Any
) -> None:
    went = [(agreement.status, agreement.review_step) for agreement, _, _ in agreements]
    await store.save_all(session, [agreement for agreement, _, _ in agreements], **columns)
    rows, said = [], []
    for (agreement, change, told), (before, at_step) in zip(agreements, went, strict=True):
        rows.append(_row(agreement, change, told, before=before, at_step=at_step))
        said.append((_event(agreement, change, told, at_step), agreement.version))
    await store.add_histories(session, rows)
    await emit_all(session, said)


async def note_corrections(session: AsyncSession, agreement: Agreement, titles: list[str] | None) -> None:
    """Mark for the school's list what the roster says otherwise. It changes nothing between the parties, so it is
    neither a version nor news."""
    await store.note_corrections(session, agreement.id, titles)


async def _record(
    session: AsyncSession, agreement: Agreement, change: Change, told: Told, *, before: str | None, at_step: str | None
) -> None:
    """One history row and one event for one change, in the transaction of the change."""
    await store.add_history(session, **_row(agreement, change, told, before=before, at_step=at_step))
    await emit(session, _event(agreement, change, told, at_step), sequence=agreement.version)


def _row(
    agreement: Agreement, change: Change, told: Told, *, before: str | None, at_step: str | None
) -> dict[str, Any]:
    return {
        "agreement_id": agreement.id,
        "version": agreement.version,
        "at": change.at,
        "actor_role": change.by.role,
        "actor_id": change.by.id,
        "actor_name": change.by.name,
        "action": change.transition.action.value,
        "from_status": before,
        "to_status": agreement.status,
        "at_step": at_step,
        "reason": told.reason,
        "detail": told.detail,
    }


def _event(agreement: Agreement, change: Change, told: Told, at_step: str | None) -> Any:
    """Each event takes from these what its contract names."""
    columns = {name: getattr(agreement, name) for name in EVENT_FACTS}
    said = {
        "agreement_id": agreement.id,
        "agreement_number": agreement.number,
        "department": agreement.reviewing_department,
        "step": at_step,
        "at": change.at,
        "reason": reason_label(told.reason) if told.reason else None,
        "detail": told.detail,
    }
    return change.transition.event.model_validate(columns | said | dict(told.facts))
