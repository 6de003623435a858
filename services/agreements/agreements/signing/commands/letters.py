"""One letter follows another: the old one is kept, the new one has the next version."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from agreements.records.queries import Agreement
from agreements.records.schemas.letter import Letter
from agreements.records.states import Change
from agreements.signing import store
from common.clock import shanghai_date
from common.errors import FieldFault, Invalid

LAST_REPORTING_YEAR = 1
"""Years after the cohort's own in which somebody may still report for duty; a later date is a slip of the pen."""


async def replace_letter(
    session: AsyncSession, agreement: Agreement, change: Change, content: dict[str, Any]
) -> dict[str, Any]:
    """Keep the letter of an online agreement as it stands.

    Args:
        content: the new letter, sealed.

    Returns: the columns of the new one, to be saved.
    """
    await store.keep_letter(
        session,
        agreement_id=agreement.id,
        terms_version=agreement.terms_version,
        letter=agreement.letter,
        valid_days=agreement.valid_days,
        deadline=agreement.deadline,
        replaced_at=change.at,
        because=change.transition.action.value,
        actor_role=change.by.role,
        actor_id=change.by.id,
        actor_name=change.by.name,
    )
    return {
        "letter": content,
        "job_title": content["job_title"],
        "terms_version": agreement.terms_version + 1,
    }


def refuse_past_report(letter: Letter, now: datetime) -> None:
    """Nobody can report for duty before today.

    Raises:
        Invalid: 报到期限 lies in the past.
    """
    if letter.report_by and letter.report_by < shanghai_date(now):
        fault = FieldFault(field="letter.report_by", reason="报到期限早于今天", remedy="请填写今天或以后的日期。")
        raise Invalid(errors=[fault])


def refuse_distant_report(letter: Letter, cohort: int) -> None:
    """Nobody reports for duty years after graduating.

    Raises:
        Invalid: 报到期限 lies beyond the year after graduation.
    """
    last = cohort + LAST_REPORTING_YEAR
    if letter.report_by and letter.report_by.year > last:
        reason = f"报到期限晚于{last}年，与{cohort}届毕业生不符"
        raise Invalid(reason, errors=[FieldFault(field="letter.report_by", reason=reason, remedy="请核对年份。")])
