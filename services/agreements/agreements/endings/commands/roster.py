"""What a change on the roster does to what is under way (guides/000 §8, 001 §7; decisions)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.endings import states, store
from agreements.favourites import commands as favourites
from agreements.parties import queries as parties
from agreements.parties.queries import Graduate
from agreements.records import queries as records
from agreements.records.commands import Told, carry_out_all, carry_out_in_place, note_corrections
from agreements.records.queries import Agreement
from agreements.records.states import LIVE, STANDING, Action, Change, Clock, InvalidReason, Standing, Status
from common import clock
from common.contracts.identity import GraduateFacts


async def follow_roster(session: AsyncSession, told: GraduateFacts, said_at: datetime) -> None:
    """Let 失效 be what the roster, as it is known now, no longer allows.

    Who may no longer sign loses everything that has not ended; whose name, ID number, school or level was corrected
    loses favourites and open invitations, and what they have accepted is marked for the school. Whose department was
    corrected loses nothing: the other one reads and reviews from now on. What is 失效 stays so when the roster turns
    back.

    It looks at the newest copy, not at what has just been said: said twice it does the same. A bar that comes after
    the roster has turned back still ends what was begun before it was said, as it would have done in time; what was
    begun since stays. Of corrections that were turned back before they came nothing is left to see.

    Acceptances and reviews at the same moment are ordered by the agreement's lock: whoever comes second sees what the
    first has done.

    Args:
        told: what was said, maybe late.
        said_at: when.
    """
    graduate = await parties.graduate(session, told.graduate_id)
    if graduate is None:
        return
    at = graduate.school_code, graduate.department
    found = await records.of_graduate_for_change(session, told.graduate_id, states.OPEN, *at)
    going_on = [one for one in found if Status(one.status) in states.OPEN]
    if _bar(graduate) is None:
        await _end_late(session, going_on, told, said_at)
    await _end(session, [one for one in going_on if Status(one.status) in states.OPEN], graduate)
    await _move(session, [one for one in found if _is_read_elsewhere(one, graduate)], graduate.department)


async def _end(session: AsyncSession, going_on: Sequence[Agreement], graduate: Graduate) -> None:
    reason = _bar(graduate)
    if reason is not None:
        await favourites.invalidate(session, graduate.graduate_id, reason)
        await _invalidate(session, going_on, reason, clock.now())
        return
    await favourites.invalidate_outdated(session, graduate)
    outdated = [one for one in going_on if _is_invitation(one) and records.corrected_since(one, graduate)]
    await _invalidate(session, outdated, InvalidReason.IDENTITY_CORRECTED, clock.now())
    await _note(session, (one for one in going_on if Status(one.status) in LIVE), graduate)


async def _end_late(
    session: AsyncSession, going_on: Sequence[Agreement], told: GraduateFacts, said_at: datetime
) -> None:
    reason = _bar(told)
    if reason is not None:
        await favourites.invalidate(session, told.graduate_id, reason, before=said_at)
        await _invalidate(session, [one for one in going_on if one.invited_at < said_at], reason, clock.now())


def _bar(said: Graduate | GraduateFacts) -> InvalidReason | None:
    return states.barred_by(Standing(said.may_sign, said.training_mode_code, said.on_roster))


async def _move(session: AsyncSession, read_elsewhere: Sequence[Agreement], department: str) -> None:
    """Let the department that the roster has now read and review, whatever the status. What was agreed and printed
    stays. It comes last, so that nobody is told of a review that has just ended."""
    now = clock.now()
    moved = [(one, _moved(one, now), _told_of(one, department)) for one in read_elsewhere]
    await carry_out_in_place(session, moved, reviewing_department=department)


def _moved(agreement: Agreement, now: datetime) -> Change:
    return states.apply(records.plain_case(agreement), Action.MOVE_DEPARTMENT, Clock(), now)


def _told_of(agreement: Agreement, department: str) -> Told:
    before, rests = agreement.reviewing_department, agreement.frozen_at is not None
    matter = None if rests else states.review_matter(Status(agreement.status))
    waits = {"review_step": agreement.review_step if matter else None, "matter": matter}
    detail = f"由“{before}”变更为“{department}”"
    return Told(detail=detail, facts={"previous_department": before, **waits})


def _is_read_elsewhere(agreement: Agreement, graduate: Graduate) -> bool:
    of_school = agreement.school_code == graduate.school_code
    return of_school and agreement.reviewing_department != graduate.department


async def _invalidate(
    session: AsyncSession, agreements: Sequence[Agreement], reason: InvalidReason, now: datetime
) -> None:
    """失效. Invitations that nobody answered in time are left to expire, however late the clock is."""
    ended = [
        (
            agreement,
            states.apply(records.plain_case(agreement), Action.INVALIDATE, Clock(), now),
            Told(reason=reason.value, facts={"was_signed": Status(agreement.status) in STANDING}),
        )
        for agreement in agreements
        if not _is_overdue(agreement, now)
    ]
    if ended:
        await store.lapse_disputes(session, [agreement.id for agreement, _, _ in ended], now)
        await carry_out_all(session, ended, end_reason=reason.value, frozen_at=None)


async def _note(session: AsyncSession, agreements: Iterable[Agreement], graduate: Graduate) -> None:
    for agreement in agreements:
        titles = list(records.corrected_since(agreement, graduate)) or None
        if titles != agreement.changed_on_roster:
            await note_corrections(session, agreement, titles)


def _is_invitation(agreement: Agreement) -> bool:
    return agreement.status == Status.AWAITING_GRADUATE


def _is_overdue(agreement: Agreement, now: datetime) -> bool:
    return _is_invitation(agreement) and agreement.deadline is not None and agreement.deadline <= now
