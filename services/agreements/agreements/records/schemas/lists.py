"""How many agreements a reader has."""

from pydantic import Field

from common.answers import Answer, Coded


class TabCount(Coded):
    """One tab."""

    count: int


class StatusCount(Coded):
    """One status, in the reader's own words."""

    tab: str
    count: int


class Counts(Answer):
    """What the lists of this reader hold, to the row."""

    total: int
    waiting_for_me: int = Field(description="等待我处理：审核人员为本级待审核，毕业生和用人单位为待本方办理")
    overdue: int = Field(description="已逾期")
    frozen: int = Field(description="毕业生提出异议，等待学校处理")
    tabs: list[TabCount]
    statuses: list[StatusCount]
