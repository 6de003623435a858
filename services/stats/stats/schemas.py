"""What the answers of several features share."""

from datetime import datetime

from pydantic import Field

from common.answers import Answer, Coded


class Counted(Coded):
    """A code, its label and how many."""

    count: int


class Dated(Answer):
    """Figures of one cohort, as fresh as the newest event that was worked on."""

    cohort: int
    cohort_label: str
    as_of: datetime | None = Field(description="统计截至时间：已处理的最新事件的时间；尚无数据时为空")
