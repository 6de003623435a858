"""What every use case ends with: the change is written down, the schools are counted anew, and it is said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.identity import EmployerMarkLifted, SchoolMark, WarningEmployerChanged
from common.messaging.outbox import emit
from identity.employers.queries import verified_holder
from identity.warnings import states, store
from identity.warnings.errors import NoSuchMark
from identity.warnings.states import AppealStatus, Case, Doer, MarkAction, MarkStatus, Transition
from identity.warnings.tables import WarningAppeal, WarningEmployer, WarningMark


async def hold_own(session: AsyncSession, actor: SchoolUser, mark_id: UUID) -> WarningMark:
    """The school's own mark as it is once everybody before us has finished with its employer.

    Raises:
        NoSuchMark: there is none.
    """
    seen = await store.mark(session, mark_id, actor)
    if seen is None:
        raise NoSuchMark
    await store.held(session, seen.employer_key)
    return await store.mark(session, mark_id, actor) or seen


async def end(
    session: AsyncSession, mark: WarningMark, action: MarkAction, actor: Doer, detail: str | None, threshold: int
) -> WarningMark:
    """The mark is in force no more; the caller holds its employer.

    Raises:
        MarkEnded, NoOpenAppeal: the table has no such line.
    """
    now, appeal = clock.now(), await store.open_appeal(session, mark.id)
    step = states.apply(Case(MarkStatus(mark.status), appeal is not None), action, type(actor))
    if appeal is not None and step.appeal is not None:
        await answer(session, appeal.id, step.appeal, actor, now, detail)
    ended = await store.save_mark(session, mark.id, status=step.target, ended_at=now)
    await write_down(session, ended, step, actor, now, detail)
    employer = await recount(session, mark.employer_key, threshold, now)
    event = EmployerMarkLifted(
        **await subject_of(session, ended),
        mark_id=ended.id,
        school_code=ended.school_code,
        school_name=ended.school_name,
        because=step.because or "",
    )
    await emit(session, event, sequence=employer.version)
    return ended


async def answer(
    session: AsyncSession, appeal_id: UUID, status: AppealStatus, actor: Doer, now: datetime, text: str | None
) -> WarningAppeal:
    """What becomes of an open appeal."""
    decided = {"decided_by": actor.key, "decided_by_name": actor.name, "decided_at": now}
    return await store.save_appeal(session, appeal_id, status=status, answer=text, **decided)


async def recount(session: AsyncSession, key: str, threshold: int, now: datetime) -> WarningEmployer:
    """Count the schools anew and say what stands now; the caller holds the employer's row."""
    marks = await store.live_marks(session, [key])
    schools = {mark.school_code for mark in marks}
    newest = max(marks, key=lambda mark: (mark.marked_at, mark.id), default=None)
    described = {field: getattr(newest, field) for field in ("name", "industry_code", "nature_code")} if newest else {}
    employer = await store.save_employer(
        session,
        key,
        types=states.all_types(mark.types for mark in marks),
        schools=len(schools),
        national=states.is_national(schools, threshold),
        changed_at=now,
        **described,
    )
    event = WarningEmployerChanged(
        employer_key=key,
        name=employer.name,
        uscc=employer.uscc,
        national=employer.national,
        marks=[SchoolMark(school_code=mark.school_code, warning_types=mark.types) for mark in marks],
    )
    await emit(session, event, sequence=employer.version)
    return employer


async def write_down(
    session: AsyncSession, mark: WarningMark, step: Transition, actor: Doer, now: datetime, detail: str | None
) -> None:
    """One history row for one change."""
    await store.add_step(
        session,
        mark_id=mark.id,
        action=step.action,
        before=step.source,
        after=step.target,
        actor=actor.key,
        actor_name=actor.name,
        at=now,
        types=mark.types,
        detail=detail,
    )


async def subject_of(session: AsyncSession, mark: WarningMark) -> dict[str, Any]:
    """Whom an event about a mark names; `employer_id` is that of the verified employer, if it is registered here."""
    registered = await verified_holder(session, mark.uscc) if mark.uscc else None
    employer_id = registered["employer_id"] if registered else None
    return {"employer_key": mark.employer_key, "name": mark.name, "uscc": mark.uscc, "employer_id": employer_id}
