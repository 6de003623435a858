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


class InvalidCount(Answer):
    """The tab 失效, which is one on the employer's screen and two lists here (guides/000 §4 note 4, §8)."""

    agreements: int = Field(description="失效的签约，见 /v1/agreements?tab=invalid")
    favourites: int = Field(description="失效的收藏，见 /v1/favourites?state=invalid")
    total: int = Field(description="两者之和：“失效”栏目的条数")


class Counts(Answer):
    """What the lists of this reader hold, to the row."""

    total: int
    waiting_for_me: int = Field(description="等待我处理：审核人员为本级待审核，毕业生和用人单位为待本方办理")
    overdue: int = Field(description="已逾期")
    frozen: int = Field(description="毕业生提出异议，等待学校处理")
    tabs: list[TabCount]
    statuses: list[StatusCount]
    invalid: InvalidCount | None = Field(description="用人单位的“失效”栏目；其他读者为空，其 tabs 已是全部")
