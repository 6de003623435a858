"""A school's statistics, out."""

from uuid import UUID

from pydantic import Field

from common.answers import Answer, Coded
from stats.schemas import Counted, Dated


class RateView(Coded):
    """One rate with the counts it comes from."""

    numerator: int
    denominator: int = Field(description="毕业生总数")
    percent: float | None = Field(description="百分比，两位小数；毕业生总数为 0 时为空", examples=[85.24])


class StatisticsRow(Answer):
    """One row: a whole cohort, or one department."""

    department: str | None = Field(description="院系；按届统计时为空")
    counts: dict[str, int] = Field(description="各列的数量，列名见 columns")
    outcomes: list[Counted] = Field(description="各毕业去向的人数")
    rates: list[RateView]


class FormulaView(Answer):
    """Which version of the ministry's formula the rates follow."""

    version: str
    document: str


class SchoolStatistics(Dated):
    """数据统计 of a cohort (guides/003 §10). A department's user sees the own department alone."""

    school: Coded
    columns: list[Coded] = Field(description="表头，按显示顺序；空格之后的部分分两行显示")
    formula: FormulaView
    total: StatisticsRow = Field(description="按届统计")
    departments: list[StatisticsRow] = Field(description="按院系统计")


class EmployerShare(Answer):
    """One employer's signings with the school's graduates."""

    employer_id: UUID
    name: str | None
    records: int = Field(description="签约记录总数")
    signed: int = Field(description="已签约，含申请解约但签约仍有效的")


class SchoolEmployers(Dated):
    """Employers by how many of the school's graduates they have signed."""

    items: list[EmployerShare]
    employers: int = Field(description="单位总数")
