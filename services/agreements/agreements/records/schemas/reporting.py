"""报到期限: when somebody can report for duty. One rule for every way a letter is written."""

from datetime import datetime

from agreements.records.schemas.letter import Content
from common.clock import shanghai_date
from common.errors import FieldFault, Invalid

YEARS_AROUND_GRADUATION = 1
"""Years before and after the cohort's own in which somebody may report for duty; any other is a slip of the pen."""
FIELD = "letter.report_by"


def refuse_past_report(letter: Content, now: datetime) -> None:
    """Of an agreement that is still to be made: nobody can report for duty before today (Asia/Shanghai).

    Raises:
        Invalid: 报到期限 lies in the past.
    """
    if letter.report_by is not None and letter.report_by < shanghai_date(now):
        fault = FieldFault(field=FIELD, reason="报到期限早于今天", remedy="请填写今天或以后的日期。")
        raise Invalid(errors=[fault])


def refuse_distant_report(letter: Content, cohort: int, field: str = FIELD) -> None:
    """Nobody reports for duty years before or after graduating.

    Args:
        field: how the request calls it.

    Raises:
        Invalid: 报到期限 lies beyond the year before or after graduation.
    """
    first, last = cohort - YEARS_AROUND_GRADUATION, cohort + YEARS_AROUND_GRADUATION
    if letter.report_by is not None and not first <= letter.report_by.year <= last:
        reason = f"报到期限不在{first}年至{last}年之间，与{cohort}届毕业生不符"
        raise Invalid(reason, errors=[FieldFault(field=field, reason=reason, remedy="请核对年份。")])
