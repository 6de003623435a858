"""What every use case ends with: the change is written down, the schools are counted anew, and it is said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.codes.warnings import employer_key, normal_name
from common.contracts.identity import EmployerMarkLifted, SchoolMark, WarningEmployerChanged
from common.messaging.outbox import emit
from identity.employers.queries import verified_holder, verified_namesake
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
    appellant = {"employer_id": appeal.employer_id} if appeal is not None else {}
    event = EmployerMarkLifted(
        **await subject_of(session, ended) | appellant,
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
    """Count the schools anew and say what stands now; the caller holds the employer's row.

    Others of the same name are counted anew with it: what was marked by name counts for the employer with the code.
    """
    [before] = await store.employers(session, [key])
    name_keys = {before.name_key}
    marks = await store.live_marks(session, [key])
    newest = max(marks, key=lambda mark: (mark.marked_at, mark.id), default=None)
    about = {field: getattr(newest, field) for field in ("name", "industry_code", "nature_code")} if newest else {}
    registered = await verified_holder(session, before.uscc) if before.uscc else None
    about |= {field: registered[field] for field in ("name", "industry_code", "nature_code")} if registered else {}
    about["name_key"] = employer_key(None, about.get("name", before.name))
    employer = await store.save_employer(session, key, changed_at=now, **about)
    for row in await store.of_name(session, name_keys | {employer.name_key}):
        counted = await _counted(session, row, threshold)
        if row.employer_key == key:
            employer = await store.describe_employer(session, key, **counted)
            await _say_changed(session, employer)
        elif any(getattr(row, field) != value for field, value in counted.items()):
            await _say_changed(session, await store.save_employer(session, row.employer_key, changed_at=now, **counted))
    return employer


async def marks_counted(session: AsyncSession, key: str, name_key: str) -> Sequence[WarningMark]:
    """The marks in force that count for this key: its own, and those under the other key of the same employer."""
    marks = await store.live_marks(
        session, [key, *(row.employer_key for row in await store.of_name(session, [name_key]))]
    )
    namesake = await verified_namesake(session, name_key.removeprefix("name:"))
    verified = employer_key(namesake["uscc"], namesake["name"]) if namesake else None
    keys = states.counted_with(key, {mark.employer_key for mark in marks}, verified)
    return [mark for mark in marks if mark.employer_key in keys]


async def _counted(session: AsyncSession, row: WarningEmployer, threshold: int) -> dict[str, Any]:
    marks = await marks_counted(session, row.employer_key, row.name_key)
    schools = {mark.school_code for mark in marks}
    # Whoever nobody marks under this key is no warning employer under it, whatever stands under the other.
    if not any(mark.employer_key == row.employer_key for mark in marks):
        return {"types": [], "schools": 0, "national": False}
    return {
        "types": states.all_types(mark.types for mark in marks),
        "schools": len(schools),
        "national": states.is_national(schools, threshold),
    }


async def _say_changed(session: AsyncSession, employer: WarningEmployer) -> None:
    marks = await store.live_marks(session, [employer.employer_key])
    event = WarningEmployerChanged(
        employer_key=employer.employer_key,
        name=employer.name,
        uscc=employer.uscc,
        national=employer.national,
        marks=[SchoolMark(school_code=mark.school_code, warning_types=mark.types) for mark in marks],
    )
    await emit(session, event, sequence=employer.version)


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
    """Whom an event about a mark names; `employer_id` is that of the verified employer of its code, or of its name."""
    if mark.uscc:
        registered = await verified_holder(session, mark.uscc)
    else:
        registered = await verified_namesake(session, normal_name(mark.name))
    employer_id = registered["employer_id"] if registered else None
    return {"employer_key": mark.employer_key, "name": mark.name, "uscc": mark.uscc, "employer_id": employer_id}
