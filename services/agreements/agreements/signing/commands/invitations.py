"""Inviting a graduate, and what the clock does when nobody answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from agreements.favourites import queries as favourites
from agreements.favourites.queries import Favourite
from agreements.records import queries as records
from agreements.records.commands import begin, carry_out
from agreements.records.queries import Agreement
from agreements.records.queries.situations import Situation
from agreements.records.schemas.letter import Letter
from agreements.records.states import Action, Change, Clock, Kind, deadline_of
from agreements.relocation.commands import fill_if_empty
from agreements.signing import states
from common import clock
from common.auth.actors import EmployerUser
from common.crypto import Cipher
from common.errors import FieldFault, Invalid

LAST_REPORTING_YEAR = 1
"""Years after the cohort's own in which somebody may still report for duty; a later date is a slip of the pen."""


async def send_invitation(
    session: AsyncSession, cipher: Cipher, actor: EmployerUser, employer_id: UUID, to: UUID, letter: Letter
) -> Agreement:
    """发起签约邀请 to one of the employer's favourites.

    Raises:
        NoSuchFavourite, Conflict: a rule forbids it.
        Invalid: 报到期限 lies in the past, or beyond the year after graduation.
    """
    favourite = await favourites.favourite_of(session, employer_id, to)
    unanswered = await records.open_invitation_for_change(session, employer_id, favourite.graduate_id)
    now = clock.now()
    if unanswered and unanswered.deadline and unanswered.deadline <= now:
        # The clock may be late; that must not keep anybody from inviting again.
        await _expire(session, unanswered, now)
        unanswered = None
    _refuse_impossible_dates(letter, favourite.cohort, now)
    around = await records.situation_of(
        session, employer_id, favourite.graduate_id, favourite.school_code, favourite.cohort
    )
    change = states.apply(records.invitation_case(favourite, around, unanswered), Action.INVITE, actor, now)
    sent = await begin(session, change, **_invitation(employer_id, favourite, around, letter, cipher, change))
    if letter.relocation and (letter.relocation.accepts_file or letter.relocation.accepts_household):
        await fill_if_empty(session, cipher, actor, employer_id, letter.relocation)
    return sent


async def expire_overdue(session: AsyncSession, limit: int) -> int:
    """One batch of invitations whose deadline has passed without an answer. Returns how many."""
    now = clock.now()
    overdue = await records.overdue_for_change(session, now, limit)
    for agreement in overdue:
        await _expire(session, agreement, now)
    return len(overdue)


async def _expire(session: AsyncSession, agreement: Agreement, now: datetime) -> None:
    await carry_out(session, agreement, states.apply(records.plain_case(agreement), Action.EXPIRE, Clock(), now))


def _invitation(
    employer_id: UUID, favourite: Favourite, around: Situation, letter: Letter, cipher: Cipher, change: Change
) -> dict[str, Any]:
    employer, graduate = around.the_employer, around.the_graduate
    return {
        "id": uuid7(),
        "kind": Kind.ONLINE.value,
        "cohort": favourite.cohort,
        "employer_id": employer_id,
        "employer_name": employer.name,
        "graduate_id": favourite.graduate_id,
        "person_index": graduate.person_index,
        "graduate_name": graduate.name,
        "id_number_masked": graduate.id_number_masked,
        "school_code": favourite.school_code,
        "school_name": favourite.school_name,
        "department": graduate.department,
        "level_code": graduate.level_code,
        "major_name": graduate.major_name,
        "job_title": letter.job_title,
        "letter": records.sealed_letter(letter, cipher),
        "terms_version": 1,
        "valid_days": letter.valid_days,
        "deadline": deadline_of(change.at, letter.valid_days),
        "invited_at": change.at,
    }


def _refuse_impossible_dates(letter: Letter, cohort: int, now: datetime) -> None:
    if letter.report_by is None:
        return
    last = cohort + LAST_REPORTING_YEAR
    if letter.report_by < clock.shanghai_date(now):
        fault = FieldFault(field="letter.report_by", reason="报到期限早于今天", remedy="请填写今天或以后的日期。")
        raise Invalid(errors=[fault])
    if letter.report_by.year > last:
        reason = f"报到期限晚于{last}年，与{cohort}届毕业生不符"
        raise Invalid(errors=[FieldFault(field="letter.report_by", reason=reason, remedy="请核对年份。")])
