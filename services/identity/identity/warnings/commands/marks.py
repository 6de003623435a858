"""Marking employers: hold the employer, let the table decide, save, say."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from common import clock
from common.auth.actors import SchoolUser
from common.contracts.codes.warnings import employer_key, employer_keys, normal_name
from common.contracts.identity import EmployerMarked
from common.messaging.outbox import emit
from common.service import Context
from identity.employers.queries import Employer, verified_holder, verified_namesake
from identity.schools.queries import opened_school
from identity.warnings import states, store
from identity.warnings.commands.changes import end, hold_own, marks_counted, recount, subject_of, write_down
from identity.warnings.commands.files import EVIDENCE, check_files
from identity.warnings.errors import AlreadyMarked, LastDayPassed, MarkChangedMeanwhile
from identity.warnings.schemas import MarkChange, MarkForm
from identity.warnings.states import Case, Clock, MarkAction, MarkStatus
from identity.warnings.tables import WarningEmployer, WarningMark

THE_CLOCK = Clock()


async def mark_employer(session: AsyncSession, actor: SchoolUser, given: MarkForm, threshold: int) -> WarningMark:
    """标记 an employer for the actor's school.

    Args:
        threshold: from so many distinct schools on the warning is national.

    Raises:
        AlreadyMarked: the school has a mark in force.
        EvidenceNotFound, LastDayPassed: the form cannot be taken.
        SchoolNotOpened: the school does not take part.
    """
    now = clock.now()
    await _check(session, actor, given.file_ids, given.expires_on)
    school = await opened_school(session, actor.school_code)
    about = await _about(session, given)
    key = employer_key(about["uscc"], about["name"])
    name_key = employer_key(None, about["name"])
    await store.hold_employer(
        session, key, **about, name_key=name_key, types=[], schools=0, national=False, version=0, changed_at=now
    )
    if school.code in {mark.school_code for mark in await marks_counted(session, key, name_key)}:
        raise _marked_already(about["name"])
    step = states.apply(Case(None), MarkAction.MARK, SchoolUser)
    mark = await store.add_mark(
        session,
        id=uuid7(),
        employer_key=key,
        school_code=school.code,
        school_name=school.name,
        **about,
        **_content(given),
        status=step.target,
        version=1,
        **_signed(actor, now),
    )
    if mark is None:
        raise _marked_already(about["name"])
    await write_down(session, mark, step, actor, now, given.reason)
    await _say_marked(session, mark, await recount(session, key, threshold, now))
    return mark


async def change_mark(
    session: AsyncSession, actor: SchoolUser, mark_id: UUID, given: MarkChange, threshold: int
) -> WarningMark:
    """修改 the school's own mark; the employer is told the new content.

    Raises:
        NoSuchMark, MarkEnded, MarkChangedMeanwhile: there is nothing to change, or it is not what was read.
        EvidenceNotFound, LastDayPassed: the form cannot be taken.
    """
    now = clock.now()
    await _check(session, actor, given.file_ids, given.expires_on)
    mark = await hold_own(session, actor, mark_id)
    step = states.apply(Case(MarkStatus(mark.status)), MarkAction.CHANGE, SchoolUser)
    if mark.version != given.version:
        raise MarkChangedMeanwhile(
            f"您读取的是第{given.version}版，现为第{mark.version}版。", rule="version_is_current", version=mark.version
        )
    mark = await store.save_mark(session, mark.id, **_content(given), **_signed(actor, now))
    await write_down(session, mark, step, actor, now, given.reason)
    await _say_marked(session, mark, await recount(session, mark.employer_key, threshold, now))
    return mark


async def remove_mark(
    session: AsyncSession, actor: SchoolUser, mark_id: UUID, why: str | None, threshold: int
) -> WarningMark:
    """删除 the school's own mark; the schools are counted anew, and an open appeal has no object any more.

    Raises:
        NoSuchMark, MarkEnded: there is nothing to remove.
    """
    mark = await hold_own(session, actor, mark_id)
    return await end(session, mark, MarkAction.REMOVE, actor, why, threshold)


async def expire_next(session: AsyncSession, threshold: int) -> int:
    """End one mark whose last day has passed. Returns how many were ended: 0 or 1."""
    mark_id = await store.overdue(session, clock.today())
    seen = await store.any_mark(session, mark_id) if mark_id else None
    if seen is None:
        return 0
    await store.held(session, seen.employer_key)
    mark = await store.any_mark(session, seen.id) or seen
    if mark.status == MarkStatus.LIVE and mark.expires_on and mark.expires_on < clock.today():
        await end(session, mark, MarkAction.EXPIRE, THE_CLOCK, None, threshold)
    return 1


async def announce_to_new_employer(session: AsyncSession, context: Context, employer: Employer) -> None:
    """The employer is verified now: it is told of every mark in force, and marks by its name count with its code."""
    await store.alone(session)
    keys = employer_keys(employer.uscc, employer.name)
    marked = {row.employer_key for row in await store.employers(session, keys)}
    for key in sorted(marked):
        counted = await recount(session, key, context.settings.warnings.national_from, clock.now())
        for mark in await store.live_marks(session, [key]):
            await _say_marked(session, mark, counted, employer.id)


async def _check(session: AsyncSession, actor: SchoolUser, file_ids: Sequence[UUID], last_day: date | None) -> None:
    if last_day is not None and last_day < clock.today():
        raise LastDayPassed
    await check_files(session, file_ids, f"school:{actor.school_code}", EVIDENCE)


def _marked_already(name: str) -> AlreadyMarked:
    return AlreadyMarked(f"本校已标记“{name}”。", rule="one_live_mark", who_can_change="本校学校用户")


async def _about(session: AsyncSession, given: MarkForm) -> dict[str, Any]:
    """Who is marked. What the centre has verified is better than what a school has typed."""
    if given.uscc:
        registered = await verified_holder(session, given.uscc)
    else:
        registered = await verified_namesake(session, normal_name(given.name))
    typed = given.model_dump(include={"uscc", "name", "industry_code", "nature_code"})
    return {field: registered[field] if registered else typed[field] for field in typed}


def _content(given: MarkForm | MarkChange) -> dict[str, Any]:
    types = sorted(set(given.types))
    return {"types": types, "reason": given.reason, "file_ids": given.file_ids, "expires_on": given.expires_on}


def _signed(actor: SchoolUser, now: datetime) -> dict[str, Any]:
    return {"marked_by": actor.key, "marked_by_name": actor.name, "marked_at": now}


async def _say_marked(
    session: AsyncSession, mark: WarningMark, employer: WarningEmployer, employer_id: UUID | None = None
) -> None:
    told = {"employer_id": employer_id} if employer_id else {}
    event = EmployerMarked(
        **await subject_of(session, mark) | told,
        mark_id=mark.id,
        school_code=mark.school_code,
        school_name=mark.school_name,
        warning_types=mark.types,
        reason=mark.reason,
    )
    await emit(session, event, sequence=employer.version)
